package io.synod.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.sim.transcript.Transcript;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunTest {

  private static Run play(String setting, String... lines) {
    return Run.of(Setting.of(setting), List.of(lines));
  }

  @Test
  void aValueProposedAtOneMemberIsChosenAndItsClientIsTold() {
    Run run = play("register 3", "register propose 1 r X", "run");

    assertThat(Claims.holds(run, "chosen X")).isTrue();
    assertThat(Claims.holds(run, "told 1 its own")).isTrue();
    assertThat(run.next()).isNull();
  }

  @Test
  void twoProposersDuelAndBothAreToldTheSame() {
    Run run = play("register 5", "register propose 1 r X", "register propose 5 r Y", "run");

    boolean first = Claims.holds(run, "chosen X");
    assertThat(Claims.holds(run, "chosen Y")).isEqualTo(!first);
    assertThat(Claims.holds(run, "told 1 " + (first ? "X" : "Y"))).isTrue();
    assertThat(Claims.holds(run, "told 5 " + (first ? "X" : "Y"))).isTrue();
  }

  @Test
  void leftAloneTheLogGetsALeaderWhichServes() {
    Run run = play("log 5", "wait 3000", "propose 2 X", "wait 1000", "read 3", "wait 1000");

    assertThat(Claims.holds(run, "leaders 1")).isTrue();
    assertThat(Claims.holds(run, "chosen X")).isTrue();
    assertThat(Claims.holds(run, "told 3 X")).isTrue();
  }

  @Test
  void aDeadLeaderIsReplaced() {
    Run run = play("election 3", "wait 3000");
    String leader = leader(run);
    run.play("crash " + leader);
    run.play("wait 4000");

    assertThat(Claims.holds(run, "leaders 1")).isTrue();
    assertThat(leader(run)).isNotEqualTo(leader);
  }

  private static String leader(Run run) {
    for (int id = 1; id <= run.setting().members(); id++) {
      if (Claims.holds(run, "leads " + id)) {
        return Integer.toString(id);
      }
    }
    throw new AssertionError("Nobody leads.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"register 3 seed=4", "log 3 seed=9", "election 7 seed=2"})
  void theSameLinesGiveTheSameScene(String setting) {
    Run run = play(setting, "wait 1500");
    run.play(setting.startsWith("register") ? "register propose 2 r X" : "propose 2 X");
    run.play("wait 700");

    Run again = Run.of(run.setting(), run.lines());

    assertThat(Scene.of(again)).isEqualTo(Scene.of(run));
  }

  @Test
  void whatIsCopiedAsATranscriptIsWhatTheTestSuiteWouldWrite() {
    Run run = play("log 3", "wait 2000", "propose 1 X", "crash 3", "wait 1500");
    String copied = run.transcript();

    assertThat(Transcript.play(copied)).isEqualTo(copied);
    assertThat(Manuscript.of(copied).lines()).isEqualTo(run.lines());
    assertThat(Manuscript.of(copied).setting()).isEqualTo(run.setting());
  }

  @Test
  void aTranscriptOfTheTestSuiteCanBePlayed() {
    Manuscript read = Manuscript.of("# A story.\ncluster 3\ncampaign 1\n  m1 writes 1\nsettle\n");
    Run run = Run.of(read.setting(), read.lines());

    assertThat(Claims.holds(run, "leads 1")).isTrue();
    assertThat(run.transcript()).contains("cluster 3\n");
  }

  @Test
  void aTranscriptOfARegisterIsShownAsARegisterWhateverBecomesOfHeartbeats() {
    Manuscript read = Manuscript.of("cluster 3\nregister propose 1 r X\nsettle\n");
    assertThat(read.setting().mode()).isEqualTo(Mode.REGISTER);
    assertThat(Claims.holds(Run.of(read.setting(), read.lines()), "chosen X")).isTrue();

    Manuscript both = Manuscript.of("cluster 3\nregister propose 1 r X\ncampaign 2\n");
    assertThat(both.setting().mode()).isEqualTo(Mode.LOG);
  }

  @Test
  void aPausedMemberDoesNothingAndLosesNothing() {
    Run run = play("register 3", "pause 2", "register propose 1 r X", "run");
    assertThat(Claims.holds(run, "chosen X")).isTrue();
    assertThat(Claims.holds(run, "accepted 2 nothing")).isTrue();
    assertThat(run.traffic().link(0, 1)).isNotEmpty();

    run.play("resume 2");
    run.play("run");

    assertThat(Claims.holds(run, "accepted 2 X")).isTrue();
  }

  @Test
  void aMessageMayOvertakeOthers() {
    Run run = play("log 3", "campaign 1", "sync 1", "campaign 1", "tick 1 200 0");
    List<Flight> link = run.traffic().link(0, 1);
    Flight last = link.getLast();
    assertThat(link.size()).isGreaterThan(1);

    run.play("pick 1->2 " + link.size());

    assertThat(run.traffic().link(0, 1).getFirst()).isSameAs(last);
  }

  @Test
  void soManyLinesComeByThemselvesAsAreAskedFor() {
    Run run = play("log 3", "auto 40", "crash 1", "auto 3");

    assertThat(run.steps()).hasSize(44);
    assertThat(run.steps())
        .filteredOn(step -> !step.isOwn())
        .extracting(Step::line)
        .containsExactly("crash 1");
    assertThat(Scene.of(Run.of(run.setting(), run.lines()))).isEqualTo(Scene.of(run));
  }

  @Test
  void aMessageThatIsDelayedArrivesAfterTheOthers() {
    Run run = play("register 3", "register propose 1 r X", "sync 1");
    Flight delayed = run.traffic().link(0, 1).getFirst();
    run.play("late 1->2");
    run.play("run");

    List<String> lines = run.lines();
    assertThat(lines.indexOf("deliver 1->2 1")).isGreaterThan(lines.indexOf("deliver 3->1 1"));
    assertThat(delayed.due).isGreaterThan(200);
  }

  @Test
  void aLinkIsHealedOneWayAndTheOthersStayCut() {
    Run run = play("register 3", "cut 1-2 1-3", "heal 1->2", "register propose 1 r X", "sync 1");
    assertThat(run.traffic().link(0, 1)).hasSize(1);
    assertThat(run.traffic().link(0, 2)).isEmpty();

    run.play("run");
    assertThat(Claims.holds(run, "promised 2 1.1")).isTrue();
    assertThat(Claims.holds(run, "chosen nothing")).isTrue();

    run.play("heal 2->1");
    run.play("wait 5000");
    assertThat(Claims.holds(run, "chosen X")).isTrue();
    assertThat(Claims.holds(run, "accepted 3 nothing")).isTrue();
  }

  @Test
  void aProposerThatWaitsIsOfferedToFireItsTimeout() {
    Run run = play("register 3", "cut 1-2 1-3", "register propose 1 r X", "sync 1");
    Hands.Hand hand =
        Hands.of(run).stream()
            .filter(each -> each.label().startsWith("Fire the timeout of m1"))
            .findFirst()
            .orElseThrow();
    run.play("heal");

    run.play(hand.line());

    assertThat(run.traffic().link(0, 1)).isNotEmpty();
    assertThat(Hands.of(run)).noneMatch(each -> each.label().startsWith("Fire the timeout of m2"));
  }

  @Test
  void aMemberThatLostItsDiskStaysOut() {
    Run run = play("register 3", "register propose 1 r X", "run", "wipe 3", "restart 3");

    assertThat(Claims.holds(run, "down 3")).isTrue();
    assertThat(Claims.holds(run, "chosen X")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deliver 1->2 1",
        "deliver 9->1",
        "deliver",
        "crash 4",
        "crash",
        "crash x",
        "cut foo",
        "heal 1-9",
        "heal x->2",
        "foo",
        "register propose 1 r",
        "tick 1",
        "resume"
      })
  void whatCannotBePlayedIsRefusedInASentence(String line) {
    assertThatThrownBy(() -> play("register 3", line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "register",
        "chess 3",
        "log 0",
        "log 8",
        "log x",
        "log 3 off=gravity",
        "log 3 x"
      })
  void aSettingThatMakesNoSenseIsRefusedInASentence(String line) {
    assertThatThrownBy(() -> Setting.of(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(".");
  }

  @Test
  void withAllRulesOnNoHuntFindsAnything() {
    for (long seed = 1; seed <= 30; seed++) {
      assertThat(Hunt.seek(Setting.of("register 3"), seed)).isNull();
      assertThat(Hunt.seek(Setting.of("log 3"), seed)).isNull();
    }
  }

  @Test
  void everythingThatIsOfferedCanBeDone() {
    Run run = play("log 3", "wait 1500", "propose 2 X", "cut 1->2", "crash 3 0");
    for (Hands.Hand hand : Hands.of(run)) {
      Run other = Run.of(run.setting(), run.lines());
      other.play(hand.line());
      assertThat(other.steps().size()).as(hand.line()).isEqualTo(run.steps().size() + 1);
    }
  }
}
