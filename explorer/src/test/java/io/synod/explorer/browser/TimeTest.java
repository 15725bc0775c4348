package io.synod.explorer.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Going back in time and forth again comes to the same states. */
@ExtendWith(InBrowser.class)
final class TimeTest {

  private static final String SETTING = "register 5 seed=3";
  private static final List<String> LINES =
      List.of(
          "register propose 1 r A",
          "register propose 5 r B",
          "sync 1",
          "cut 1->2",
          "wait 40",
          "crash 3",
          "restart 3",
          "wait 200",
          "heal",
          "run");

  private static PlayTab opened(Tab tab, Site site) {
    PlayTab play = PlayTab.of(tab, site);
    play.open(SETTING, LINES);
    return play;
  }

  /** The scenes at all times, from the beginning to the end. */
  private static Object scenes(PlayTab play) {
    return play.page()
        .evaluate(
            """
            async () => {
              const { app } = await import("./app.js");
              return [...app.lines, ""].map((_, at) => {
                app.seek(at);
                return JSON.stringify(app.scene);
              });
            }\
            """);
  }

  @Test
  void everyTimeIsTheSameHoweverOneComesThere(Tab tab, Site site) {
    PlayTab play = opened(tab, site);
    Object first = scenes(play);
    assertThat((List<?>) first).hasSizeGreaterThan(30).doesNotHaveDuplicates();

    Object again =
        tab.page()
            .evaluate(
                """
                async () => {
                  const { app } = await import("./app.js");
                  const engine = await import("./engine.js");
                  const scenes = [];
                  for (let at = app.lines.length; at >= 0; at--) {
                    scenes.unshift(engine.load(app.story.setting, app.lines.slice(0, at).join("\\n")));
                  }
                  app.open(app.story.setting, [...app.lines]);
                  return scenes.map((scene) => JSON.stringify(JSON.parse(scene)));
                }\
                """);

    assertThat(again).isEqualTo(first);
    assertThat(scenes(play)).isEqualTo(first);
  }

  @Test
  void keysAndButtonsAndTheSliderGoThroughTime(Tab tab, Site site) {
    PlayTab play = opened(tab, site);
    Page page = tab.page();
    int last = play.lines().size();
    String end = play.scene();

    assertThat(after(play, it -> page.keyboard().press("Home"))).isZero();
    assertThat(after(play, it -> page.keyboard().press("ArrowRight"))).isEqualTo(1);
    assertThat(after(play, it -> page.keyboard().press("ArrowLeft"))).isZero();
    assertThat(after(play, it -> page.keyboard().press("End"))).isEqualTo(last);
    assertThat(after(play, it -> page.locator("#first").click())).isZero();
    assertThat(after(play, it -> page.locator("#step").click())).isEqualTo(1);
    assertThat(after(play, it -> page.locator("#back").click())).isZero();
    assertThat(after(play, it -> page.locator("#last").click())).isEqualTo(last);
    assertThat(after(play, it -> page.locator("#when").fill("7"))).isEqualTo(7);
    assertThat(after(play, it -> page.locator("#when").press("ArrowRight"))).isEqualTo(8);
    assertThat(after(play, TimeTest::dragToTheEnd)).isEqualTo(last);
    assertThat(play.scene()).isEqualTo(end);
  }

  private static int after(PlayTab play, Consumer<PlayTab> deed) {
    deed.accept(play);
    return play.position();
  }

  private static void dragToTheEnd(PlayTab play) {
    Locator slider = play.page().locator("#when");
    double room = slider.boundingBox().width;
    PlayTab.Point middle = PlayTab.middle(slider);
    play.drag(middle, middle.plus(room, 0));
  }

  @Test
  void playedByItselfARunComesToItsEnd(Tab tab, Site site) {
    PlayTab play = PlayTab.of(tab, site);
    play.open("register 3 seed=1", List.of("register propose 1 r A"));
    tab.page().locator("#speed").selectOption("16");
    tab.page().locator("h1").click();

    tab.page().keyboard().press(" ");

    tab.page().locator(".middle").getByText("A is chosen").waitFor();
    tab.page().locator("#playing[aria-pressed=false]").waitFor();
    assertThat(play.ask("app.claim('chosen A')")).isEqualTo(true);
    assertThat(play.ask("app.scene.next ?? null")).isNull();
  }

  @Test
  void whoChangesThePastGetsARunBesideTheOther(Tab tab, Site site) {
    PlayTab play = opened(tab, site);
    List<String> old = play.lines();
    String end = play.scene();

    play.ask("app.seek(3)");
    play.ask("app.play('crash 5')");
    assertThat(play.lines()).startsWith(old.subList(0, 3).toArray(String[]::new)).hasSize(4);
    String forked = play.scene();

    tab.page().locator(".runs button").first().click();
    assertThat(play.lines()).isEqualTo(old);
    assertThat(play.scene()).isEqualTo(end);
    tab.page().locator(".runs button").last().click();
    assertThat(play.scene()).isEqualTo(forked);
  }
}
