package io.synod.explorer.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
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

  /** What a member says that hears one other member, and one not. */
  private static final String PICTURE =
      """
      {"cluster": "c", "self": "1", "leader": "1", "ballot": {"round": 2, "member": "1"}, \
      "quorum": {"heard": true, "millis": 9000}, "revision": 7, "noSpace": false, \
      "slots": {"known": 9, "chosen": 9, "applied": 9, "durable": 3}, "members": [\
      {"id": "1", "name": "m1", "peer": "http://a", "clients": [], "self": true, "heard": true, "chosen": 9, \
      "ballot": {"round": 2, "member": "1"}, "leading": true, "quorumConnected": true, "hears": ["2"]}, \
      {"id": "2", "name": "m2", "peer": "http://b", "clients": ["http://b"], "heard": true, "millis": 20, \
      "chosen": 8, "ballot": {"round": 2, "member": "1"}, "vouches": true, "quorumConnected": true, \
      "hears": ["1"]}, {"id": "3", "name": "m3", "peer": "http://c", "clients": ["http://c"], "heard": false, \
      "millis": 70000}], "elections": [{"millis": 9000, "leader": "", "quorum": false}, \
      {"millis": 8000, "leader": "1", "ballot": {"round": 2, "member": "1"}, "quorum": true}], \
      "pace": {"revisions": 4, "slots": 4, "writes": {"rate": 4, "p50": 900, "p99": 2000}, \
      "reads": {"rate": 0}, "links": {"2": {"sent": 20, "received": 20}}}}\
      """;

  private static final String LOOK =
      """
      async () => {
        const { violations } = await axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        });
        // Messages come as near to each other as they do: a pointer means the nearest, and the list has all.
        const counts = ({ id, html }) => id !== "target-size" || !html.startsWith('<button class="flight');
        return violations
          .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => ({ id, help, html })))
          .filter(counts)
          .map(({ id, help, html }) => `${id}: ${help}: ${html.slice(0, 200)}`);
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

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void theTabOfTheClusterHasNoBarriers(ColorScheme scheme, Tab tab, Site site) {
    Page page = tab.page();
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    page.route(
        "**/explorer/live",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("text/event-stream")
                    .setBody("data: " + PICTURE + "\n\n")));
    page.navigate(site.address() + "#live");

    page.locator(".live-head.lost").getByText("m1 does not answer").waitFor();
    page.locator(".live").evaluate("it => it.classList.remove('stale')");
    look(page, "a cluster");
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
