package io.synod.explorer.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Modes and sizes, the second view, and what one sees when a rule is broken or none can be. */
@ExtendWith(InBrowser.class)
final class ViewsTest {

  /** A run that breaks a promise, with lines in it that have no part in that. */
  private static final String BREAKING = "register 3 seed=1 off=register-forgotten";

  private static final List<String> LINES =
      List.of(
          "pause 3",
          "resume 3",
          "register propose 1 r A",
          "sync 1",
          "deliver 1->2 1",
          "sync 2",
          "crash 2",
          "restart 2");

  @Test
  void everyModeIsPlayedByThreeFiveAndSevenMembers(Tab tab, Site site) {
    Page page = tab.page();
    PlayTab play = PlayTab.of(tab, site);
    for (String mode : List.of("log", "election", "register")) {
      page.locator("[data-mode=" + mode + "]").focus();
      page.keyboard().press("Enter");
      assertThat(play.ask("app.story.setting")).asString().startsWith(mode + " ");
      for (String size : List.of("5", "7", "3")) {
        page.locator("#members").selectOption(size);

        assertThat(play.ask("app.story.setting")).asString().startsWith(mode + " " + size + " ");
        assertThat(page.locator(".card")).as(mode).satisfies(cards -> has(cards, size));
      }
    }
  }

  private static void has(Locator cards, String size) {
    cards.nth(Integer.parseInt(size) - 1).waitFor();
    assertThat(cards.count()).isEqualTo(Integer.parseInt(size));
  }

  @Test
  void inTheSpaceTimeDiagramAClickOnAnEventGoesThere(Tab tab, Site site) {
    Page page = tab.page();
    PlayTab play = PlayTab.of(tab, site);
    play.open("register 3 seed=1", List.of("register propose 1 r A", "run"));
    String end = play.scene();

    page.keyboard().press("v");
    page.locator(".diagram .event").nth(2).click();
    assertThat(play.position()).isEqualTo(3);

    page.keyboard().press("End");
    page.keyboard().press("v");
    page.locator(".stage .card").first().waitFor();
    assertThat(play.scene()).isEqualTo(end);
  }

  @Test
  void aLineThatIsDrawnAcrossLinksCutsThem(Tab tab, Site site) {
    Page page = tab.page();
    PlayTab play = PlayTab.of(tab, site);
    play.open("register 3 seed=1", List.of());
    PlayTab.Point one = PlayTab.middle(play.card(1));
    PlayTab.Point two = PlayTab.middle(play.card(2));
    PlayTab.Point between = new PlayTab.Point((one.x() + two.x()) / 2, (one.y() + two.y()) / 2);

    play.drag(between.plus(-40, 0), between.plus(40, 0));
    page.getByText("Cut the link that the line crosses").click();

    assertThat(play.lines()).containsExactly("cut 1-2");
  }

  @Test
  void whenARuleBreaksTimeStopsAndWhatLedThereIsMarked(Tab tab, Site site) {
    Page page = tab.page();
    PlayTab play = PlayTab.of(tab, site);
    play.open(BREAKING, LINES);
    page.keyboard().press("Home");
    page.locator("#speed").selectOption("16");
    page.locator("#playing").click();

    page.locator(".break").getByText("5 of the 8 lines led there").waitFor();
    assertThat(page.locator("#playing[aria-pressed=false]").isDisabled()).isTrue();
    page.locator("#panel-story").click();
    page.locator(".story li.chain").nth(4).waitFor();
    assertThat(page.locator(".story li.chain").count()).isEqualTo(5);
    assertThat(page.locator(".story li:not(.chain)").allInnerTexts())
        .anySatisfy(text -> assertThat(text).contains("m3 is paused"));

    page.getByText("Keep only those 5").click();
    page.locator(".break").getByText("Each of these 5 lines was needed").waitFor();
    assertThat(play.lines()).doesNotContain("pause 3", "resume 3", "sync 1").hasSize(5);
  }

  @Test
  void aHuntThatCannotFindAnythingSaysWhyAndOneCanBeGivenUp(Tab tab, Site site) {
    Page page = tab.page();
    PlayTab play = PlayTab.of(tab, site);
    play.open("register 3 seed=1", List.of());
    page.locator("#hunt").click();
    page.locator("#cancel").click();
    page.locator("#hunt").waitFor();
    assertThat(play.lines()).isEmpty();

    play.open("register 3 seed=1 off=half-is-a-quorum", List.of());
    page.locator("#hunt").click();
    page.locator(".toast").getByText("Take an even number of members").waitFor();
  }
}
