package io.synod.explorer.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that axe-core knows of keeps people from using the page, in the light or in the dark. */
@ExtendWith(InBrowser.class)
final class AccessTest {

  private static final String LOOK =
      """
      async () => {
        const { violations } = await axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
        });
        return violations.map(({ id, help, nodes }) =>
          `${id}: ${help}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)).join(" | ")}`);
      }\
      """;

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void theViewsOfTheRunHaveNoBarriers(ColorScheme scheme, Tab tab, Site site) {
    Page page = tab.page();
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    PlayTab play = PlayTab.of(tab, site);
    play.open("register 3 seed=1", List.of("register propose 1 r A", "sync 1", "crash 3"));
    look(page, "a register on stage");

    page.locator("#view-spacetime").click();
    page.locator("#panel-truths").click();
    look(page, "space-time, and the truths");

    page.locator("#view-stage").click();
    page.locator("#panel-story").click();
    play.open("log 5 seed=1", List.of("wait 2600", "propose 2 X", "wait 300"));
    look(page, "the log on stage, and its story");

    play.open("register 3 seed=1 off=register-before-the-disk", List.of("register propose 1 r A"));
    page.locator("#hunt").click();
    page.locator(".toast").getByText("Found one").waitFor();
    page.keyboard().press("End");
    page.locator(".break").waitFor();
    look(page, "a broken rule");
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void whatOpensOverTheRunHasNoBarriers(ColorScheme scheme, Tab tab, Site site) {
    Page page = tab.page();
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    PlayTab play = PlayTab.of(tab, site);
    play.open("register 3 seed=1", List.of("register propose 1 r A"));

    page.keyboard().press("1");
    page.locator(".menu").waitFor();
    look(page, "what a member can do");
    page.keyboard().press("Escape");
    page.locator("#rules-button").click();
    look(page, "the rules");
    page.keyboard().press("Escape");
    page.locator("#share-button").click();
    look(page, "sharing");
    page.keyboard().press("Escape");
    page.locator("h1").click();
    page.keyboard().press("?");
    page.locator("#help[open]").waitFor();
    look(page, "the list of keys");
  }

  /** Runs axe-core over the page as it is. */
  static void look(Page page, String view) {
    if (Objects.equals(page.evaluate("typeof axe"), "undefined")) {
      page.evaluate(axe());
    }
    assertThat((List<?>) page.evaluate(LOOK)).as(view).isEmpty();
  }

  private static String axe() {
    String properties = "META-INF/maven/org.webjars.npm/axe-core/pom.properties";
    ClassLoader loader = AccessTest.class.getClassLoader();
    try (InputStream about = Objects.requireNonNull(loader.getResourceAsStream(properties))) {
      Properties values = new Properties();
      values.load(about);
      String script =
          "META-INF/resources/webjars/axe-core/" + values.getProperty("version") + "/axe.min.js";
      try (InputStream stream = Objects.requireNonNull(loader.getResourceAsStream(script))) {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
