package io.synod.explorer.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.synod.sim.transcript.Transcript;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is shared is the same run elsewhere. */
@ExtendWith(InBrowser.class)
final class ShareTest {

  private static final String SETTING = "log 5 seed=9 off=adopt-nothing";
  private static final List<String> LINES =
      List.of(
          "wait 1800",
          "propose 2 X",
          "partition 1 2 | 3 4 5",
          "wait 900",
          "crash 4",
          "heal",
          "wait 400");

  /** The longest address that every browser and chat takes. */
  private static final int LONGEST = 2_000;

  /** The address of a run with the mark of another. */
  private static final String OTHERWISE =
      """
      async () => {
        const { app } = await import("./app.js");
        const { toHash } = await import("./share.js");
        const { setting, steps } = app.story;
        const other = steps.map((step, at) => (at === 5 ? { ...step, line: "tick 1 1 0" } : step));
        return toHash(setting, other, steps.length);
      }\
      """;

  /** Waits until the address tells of the run that is shown, and no longer of the one before. */
  private static final String FOLLOWED =
      """
      async () => {
        const { app } = await import("./app.js");
        const { fromHash } = await import("./share.js");
        for (let frame = 0; frame < 1000; frame++) {
          if ((await fromHash(location.hash))?.setting === app.story.setting) {
            return true;
          }
          await new Promise(requestAnimationFrame);
        }
        return false;
      }\
      """;

  private static PlayTab opened(Tab tab, Site site) {
    tab.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    PlayTab play = PlayTab.of(tab, site);
    play.open(SETTING, LINES);
    return play;
  }

  private static String copied(Page page, String button) {
    page.locator("#share-button").click();
    page.locator(button).click();
    page.locator(".toast:not([hidden])").waitFor();
    return String.valueOf(page.evaluate("navigator.clipboard.readText()"));
  }

  @Test
  void aCopiedLinkReproducesTheRunAndTheTimeThatIsShown(Tab tab, Site site, Browser browser) {
    PlayTab play = opened(tab, site);
    play.ask("app.seek(40)");
    String link = copied(tab.page(), "#copy-link");

    try (Tab other = new Tab(browser, site.address())) {
      other.page().navigate(link);
      other.page().locator(".card").first().waitFor();
      PlayTab there = PlayTab.in(other);
      other.page().waitForFunction("() => document.querySelector('#when')?.value === '40'");

      assertThat(there.lines()).isEqualTo(play.lines());
      assertThat(there.ask("app.story.setting")).isEqualTo(play.ask("app.story.setting"));
      assertThat(there.scene()).isEqualTo(play.scene());
      there.ask("app.seek(app.lines.length)");
      play.ask("app.seek(app.lines.length)");
      assertThat(there.scene()).isEqualTo(play.scene());
      assertThat(other.faults()).isEmpty();
    }
  }

  private static final String READ =
      """
      async () => {
        const { app } = await import("./app.js");
        const { fromHash, mark, toHash } = await import("./share.js");
        const hash = await toHash(app.story.setting, app.story.steps, app.position);
        const { lines, marked } = await fromHash("#" + hash);
        return { lines, length: hash.length, isMarked: marked === mark(app.lines) };
      }\
      """;

  @Test
  void aLinkNamesEveryLineSoThatNothingInItComesByItself(Tab tab, Site site) {
    PlayTab play = opened(tab, site);
    play.open("register 5 seed=3", List.of("register propose 1 r A", "crash 2", "run"));

    Map<?, ?> read = (Map<?, ?>) tab.page().evaluate(READ);

    assertThat(read.get("lines")).isEqualTo(play.lines());
    assertThat(read.get("isMarked")).isEqualTo(false);
  }

  @Test
  void aLinkOfALongRunCountsWhatCameByItselfAndTellsIfItComesOtherwise(
      Tab tab, Site site, Browser browser) {
    PlayTab play = opened(tab, site);
    play.open("log 7 seed=4", List.of("wait 9000", "propose 3 X", "wait 1000"));

    Map<?, ?> read = (Map<?, ?>) tab.page().evaluate(READ);

    assertThat((List<?>) read.get("lines")).hasSize(3);
    assertThat((Integer) read.get("length")).isLessThan(LONGEST);
    assertThat(read.get("isMarked")).isEqualTo(true);
    try (Tab other = new Tab(browser, site.address())) {
      Object old = tab.page().evaluate(OTHERWISE);
      other.page().navigate(site.address() + "#" + old);
      other.page().locator(".toast").getByText("another version of the Explorer").waitFor();
    }
  }

  @Test
  void theAddressFollowsTheRunAndAReloadKeepsIt(Tab tab, Site site) {
    PlayTab play = opened(tab, site);
    assertThat(tab.page().evaluate(FOLLOWED)).isEqualTo(true);
    List<String> lines = play.lines();
    String scene = play.scene();

    tab.page().reload();
    tab.page().locator(".card").nth(4).waitFor();

    assertThat(play.lines()).isEqualTo(lines);
    assertThat(play.scene()).isEqualTo(scene);
  }

  @Test
  void aDamagedAddressIsSaidToBeDamaged(Tab tab, Site site) {
    tab.page().navigate(site.address() + "#play/nonsense");

    tab.page().locator(".toast").getByText("This address holds no run").waitFor();
  }

  @Test
  void aCopiedTranscriptIsPlayedByTheTestSuiteAndCanBePastedElsewhere(
      Tab tab, Site site, Browser browser) {
    PlayTab play = PlayTab.of(tab, site);
    tab.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    play.open("log 3 seed=2", List.of("wait 2000", "propose 1 X", "crash 3", "wait 1500"));
    String transcript = copied(tab.page(), "#copy-transcript");
    assertThat(Transcript.play(transcript)).isEqualTo(transcript);

    try (Tab other = new Tab(browser, site.address())) {
      PlayTab there = PlayTab.of(other, site);
      other.page().locator("#share-button").click();
      other.page().locator("#paste").fill(transcript);
      other.page().locator("#share form button").click();

      assertThat(there.lines()).isEqualTo(play.lines());
      assertThat(there.scene()).isEqualTo(play.scene());
      assertThat(other.faults()).isEmpty();
    }
  }
}
