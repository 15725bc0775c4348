package io.synod.explorer.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  /** The address of the run that is shown is so long behind the hash. */
  private static final String ADDRESS =
      """
      async () => {
        const { app } = await import("./app.js");
        const { toHash } = await import("./share.js");
        const { setting, steps } = app.story;
        return (await toHash(setting, steps, 0)).length;
      }\
      """;

  /** What fits behind the address of the page into the 2,000 letters that every browser takes. */
  private static final int ROOM = 1_900;

  @TestFactory
  List<DynamicTest> aLessonIsPlayedToItsEndAndWhatItClaimsHolds(Tab tab, Site site) {
    Page page = tab.page();
    calm(page);
    page.navigate(site.address() + "#learn");
    return Lessons.names().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> read(page, name)))
        .toList();
  }

  private static void read(Page page, String name) {
    page.evaluate("place => { location.hash = place; }", "learn/" + name);
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
    assertThat((Integer) page.evaluate(ADDRESS)).isLessThan(ROOM);
  }

  @Test
  void whatWasPlayedIsStillThereForWhoComesBackFromALesson(Tab tab, Site site) {
    PlayTab play = PlayTab.of(tab, site);
    calm(tab.page());
    play.open("log 5 seed=4", List.of("wait 1500", "propose 2 X", "wait 500"));
    play.ask("app.seek(40)");
    play.ask("app.play('crash 3')");
    List<String> lines = play.lines();
    String scene = play.scene();

    tab.page().evaluate("place => { location.hash = place; }", "learn/" + Lessons.names().get(4));
    tab.page().locator(THERE.formatted(1)).waitFor();
    assertThat(play.lines()).isNotEqualTo(lines);
    tab.page().locator("#tab-play").click();
    tab.page().locator(".runs button").nth(1).waitFor();

    assertThat(play.lines()).isEqualTo(lines);
    assertThat(play.scene()).isEqualTo(scene);
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
