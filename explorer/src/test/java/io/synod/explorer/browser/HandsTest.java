package io.synod.explorer.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.explorer.browser.PlayTab.Hand;
import io.synod.explorer.browser.PlayTab.Point;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All that can be done can be done by mouse and by keyboard. */
@ExtendWith(InBrowser.class)
final class HandsTest {

  private static final String PROPOSED = "register propose 1 r A";

  private record Situation(String setting, List<String> lines) {}

  /** Situations in which, taken together, everything can be done. */
  private static final List<Situation> SITUATIONS =
      List.of(
          new Situation("register 3 seed=1", List.of(PROPOSED)),
          new Situation("register 3 seed=1", List.of(PROPOSED, "sync 1", "dup 1->2")),
          new Situation("register 3 seed=1", List.of(PROPOSED, "crash 2", "pause 3", "cut 1->2")),
          new Situation("log 3 seed=1", List.of("wait 2600")));

  private static final Set<String> KINDS =
      Set.of(
          "register propose # r VALUE",
          "register read # r",
          "propose # VALUE",
          "read #",
          "campaign #",
          "flush #",
          "tick # # #",
          "sync #",
          "pause #",
          "resume #",
          "crash #",
          "crash # #",
          "restart #",
          "wipe #",
          "deliver #-># #",
          "drop #-># #",
          "dup #->#",
          "late #->#",
          "cut #-#",
          "heal",
          "partition #");

  @Test
  void everythingIsDoneByMouse(Tab tab, Site site) {
    assertThat(doEverything(PlayTab.of(tab, site), PlayTab::click)).isEqualTo(KINDS);
  }

  @Test
  void everythingIsDoneByKeyboard(Tab tab, Site site) {
    assertThat(doEverything(PlayTab.of(tab, site), PlayTab::type)).isEqualTo(KINDS);
  }

  /** Does one thing of each kind, and sees that it is done. */
  private static Set<String> doEverything(PlayTab play, BiConsumer<PlayTab, Hand> how) {
    Set<String> done = new TreeSet<>();
    for (Situation situation : SITUATIONS) {
      play.open(situation.setting(), situation.lines());
      for (Hand hand : play.can()) {
        if (done.add(hand.kind())) {
          play.open(situation.setting(), situation.lines());
          List<String> before = play.lines();
          how.accept(play, hand);
          assertThat(play.lines())
              .as(hand.label())
              .startsWith(before.toArray(String[]::new))
              .hasSize(before.size() + 1)
              .endsWith(hand.line().replaceAll(" X$", " Q"));
        }
      }
    }
    return done;
  }

  @Test
  void everythingIsDoneFromTheListOfWhatCanBeDone(Tab tab, Site site) {
    PlayTab play = PlayTab.of(tab, site);
    Situation situation = SITUATIONS.get(1);
    play.open(situation.setting(), situation.lines());
    Set<String> done = new TreeSet<>();
    for (Hand hand : play.can()) {
      if (done.add(hand.kind())) {
        play.open(situation.setting(), situation.lines());
        tab.page().locator("#value").fill("Q");
        tab.page().locator("#value").blur();
        tab.page().locator(".hand[data-line='" + hand.line() + "']").click();
        assertThat(play.lines()).as(hand.label()).endsWith(hand.line().replaceAll(" X$", " Q"));
      }
    }
  }

  @Test
  void aMessageIsDraggedToItsReceiverOrOffTheStage(Tab tab, Site site) {
    PlayTab play = PlayTab.of(tab, site);
    play.open("register 3 seed=1", List.of(PROPOSED, "sync 1"));

    play.drag(PlayTab.middle(play.message("deliver 1->2")), PlayTab.middle(play.card(2)));
    assertThat(play.lines()).endsWith("deliver 1->2 1");

    Point top = PlayTab.middle(tab.page().locator("h1"));
    play.drag(PlayTab.middle(play.message("drop 1->3")), top);
    assertThat(play.lines()).endsWith("drop 1->3 1");
  }

  @Test
  void aLinkIsCutOneWayOnly(Tab tab, Site site) {
    PlayTab play = PlayTab.of(tab, site);
    play.open("register 3 seed=1", List.of());

    play.drag(PlayTab.middle(play.card(3)), PlayTab.middle(play.card(2)));
    tab.page().getByText("Cut only m3 → m2").click();

    assertThat(play.lines()).containsExactly("cut 3->2");
    assertThat(play.ask("app.scene.cuts")).isEqualTo(List.of("3->2"));
  }

  @Test
  void oneLinkIsHealedByMouseAndByKeyboardAndTheOthersStayCut(Tab tab, Site site) {
    PlayTab play = PlayTab.of(tab, site);
    play.open("register 3 seed=1", List.of("cut 1-2 1-3"));

    play.drag(PlayTab.middle(play.card(2)), PlayTab.middle(play.card(1)));
    tab.page().getByText("Heal only m1 → m2").click();
    assertThat(play.ask("app.scene.cuts")).isEqualTo(List.of("1->3", "2->1", "3->1"));

    play.drag(PlayTab.middle(play.card(2)), PlayTab.middle(play.card(1)));
    tab.page().getByText("Heal m2 → m1").click();
    assertThat(play.ask("app.scene.cuts")).isEqualTo(List.of("1->3", "3->1"));

    tab.page().keyboard().press("/");
    tab.page().locator("#find:focus").waitFor();
    tab.page().keyboard().type("heal m1 m3");
    tab.page().keyboard().press("Enter");
    assertThat(play.ask("app.scene.cuts")).isEqualTo(List.of());
    assertThat(play.lines()).endsWith("heal 1->2", "heal 2->1", "heal 1-3");
  }
}
