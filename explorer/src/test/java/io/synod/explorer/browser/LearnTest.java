package io.synod.explorer.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every lesson is read in the browser, as by somebody who wants no motion, from stop to stop. */
@ExtendWith(InBrowser.class)
final class LearnTest {

  private static final String THERE = ".reading[data-stop='%d'][data-state=there]";

  /** What a lesson claims at a stop, counted from 1, and does not hold. */
  private static final String UNTRUE =
      """
      async ([name, stop]) => {
        const { app } = await import("./app.js");
        const { lesson } = await import("./engine.js");
        const text = await (await fetch(`lessons/${name}.txt`)).text();
        const { stops, task } = JSON.parse(lesson(text));
        const claims = stop === 0 ? task.goals : [...stops, task][stop - 1].claims;
        return claims.filter((claim) => app.claim(claim) !== true);
      }\
      """;

  static List<String> lessons() {
    return Lessons.names();
  }

  @ParameterizedTest
  @MethodSource("lessons")
  void aLessonIsPlayedToItsEndAndWhatItClaimsHolds(String name, Tab tab, Site site) {
    Page page = tab.page();
    calm(page);
    page.navigate(site.address() + "#learn/" + name);
    page.locator(THERE.formatted(1)).waitFor();
    int stops = page.locator(".stops a").count();
    for (int stop = 1; stop < stops; stop++) {
      assertThat(untrue(page, name, stop)).as("stop " + stop).isEmpty();
      page.locator("[data-do=next]").click();
      page.locator(THERE.formatted(stop + 1)).waitFor();
    }
    assertThat(untrue(page, name, 0)).as("goals before the solution").isNotEmpty();

    page.locator("[data-do=solve]").click();

    page.locator(".success").waitFor();
    assertThat(untrue(page, name, 0)).as("goals after it").isEmpty();
    assertThat(page.locator(".goals li:not(.reached)").count()).isZero();
  }

  private static List<?> untrue(Page page, String name, int stop) {
    return (List<?>) page.evaluate(UNTRUE, List.of(name, stop));
  }

  private static void calm(Page page) {
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
  }

  @Test
  void whatHappensAtAStopIsWatchedAndCanBeSkipped(Tab tab, Site site) {
    Page page = tab.page();
    page.navigate(site.address() + "#learn/" + Lessons.names().get(2));
    page.locator("[data-do=skip]").click();
    page.locator(THERE.formatted(1)).waitFor();
    page.locator("h1").click();

    page.keyboard().press("n");
    page.locator(".reading[data-stop='2']").waitFor();
    page.keyboard().press("b");

    page.locator(THERE.formatted(1)).waitFor();
  }

  @Test
  void whoDoesATaskByHandHasDoneIt(Tab tab, Site site) {
    Page page = tab.page();
    calm(page);
    String name = Lessons.names().getFirst();
    page.navigate(site.address() + "#learn/" + name + "/99");
    page.locator("[data-do=solve]").waitFor();
    page.evaluate(
        """
        async name => {
          const { app } = await import("./app.js");
          const { lesson } = await import("./engine.js");
          const { task } = JSON.parse(lesson(await (await fetch(`lessons/${name}.txt`)).text()));
          task.solution.forEach((line) => app.play(line));
        }\
        """,
        name);
    page.locator(".success").waitFor();

    page.locator(".crumbs a").click();

    page.locator("li.done a[href='#learn/" + name + "']").waitFor();
    assertThat(page.locator("li.done").count()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void lessonsHaveNoBarriers(ColorScheme scheme, Tab tab, Site site) {
    Page page = tab.page();
    calm(page);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    page.navigate(site.address() + "#learn");
    page.locator(".lessons").waitFor();
    AccessTest.look(page, "the list of lessons");

    page.locator(".onward a").click();
    page.locator(THERE.formatted(1)).waitFor();
    AccessTest.look(page, "a stop of a lesson");
    page.locator(".stops a").last().click();
    page.locator("[data-do=hint]").click();
    AccessTest.look(page, "a task with its hint");
  }
}
