package io.synod.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.synod.sim.plan.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code -Dsynod.seeds=N} runs more seeds, {@code -Dsynod.from=SEED} others; {@code
 * -Dsynod.replay=SEED}, perhaps with {@code -Dsynod.with=FIGURE=NUMBER,...}, shows the end of one.
 */
class SimulationTest {

  private static final int SEEDS = 600;

  /** How many lines of a failing run are shown. */
  private static final int LINES = 150;

  private static final int SHRINK_RUNS = 150;

  @Test
  void noCheckerAccusesTheProtocolUnderAnyFaults() {
    long from = Long.getLong("synod.from", 1);
    long seeds = Long.getLong("synod.seeds", SEEDS);
    long answers = 0;
    long leaders = 0;
    long snapshots = 0;
    long undecided = 0;
    for (long seed = from; seed < from + seeds; seed++) {
      Outcome outcome = Simulation.run(seed);
      if (!outcome.isClean()) {
        fail(story(outcome, SHRINK_RUNS));
      }
      answers += outcome.figures().answers();
      leaders += outcome.figures().leaders();
      snapshots += outcome.figures().snapshots();
      undecided += outcome.figures().undecided() ? 1 : 0;
    }
    assertThat(answers).isGreaterThan(50 * seeds);
    assertThat(leaders).isGreaterThan(seeds / 2);
    assertThat(snapshots).isGreaterThan(seeds / 20);
    assertThat(undecided).isLessThan(1 + seeds / 20);
  }

  @Test
  @EnabledIfSystemProperty(named = "synod.replay", matches = ".*")
  void replays() {
    Plan plan = Plan.of(Long.getLong("synod.replay", 0)).with(System.getProperty("synod.with", ""));
    Outcome outcome = Simulation.run(plan, LINES);
    System.out.println(Report.draw(outcome.lines(), plan));
    if (!outcome.isClean()) {
      fail(story(outcome, 0));
    }
  }

  private static String story(Outcome failing, int shrinkRuns) {
    return Report.of(failing, LINES, shrinkRuns, Simulation::run, "./synod sim").text();
  }

  /**
   * Found by a campaign: a member that waited for a snapshot sent its commands again and again, and
   * as each copy took a slot, the snapshot was always too old.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "27487 window-bytes=1212,batch-bytes=334,pending=253,keys=1,reads=297,compare-and-sets=171,"
            + "serializable=40,to-leader=803,split=1,disconnections=10,down=657,apply=12281,leaks=0,schisms=0",
        "41139 storm=2929,heartbeat=50,window-slots=4,window-bytes=1148,batch-commands=7,"
            + "batch-bytes=232,pending=253,keys=1,reads=697,compare-and-sets=45,serializable=310,"
            + "to-leader=416,lateness=1,split=1,usurpations=50,down=0,sync=573,leaks=0,schisms=0",
        "60284 storm=1987,election=4,window-bytes=1469,batch-bytes=148,pending=253,keys=1,reads=0,"
            + "compare-and-sets=87,serializable=0,to-leader=0,handovers=4,delay=14284,"
            + "duplication=290,late=26,partitions=1,split=1,down=0,pause=1,sync=22930,damages=1,"
            + "snapshot=215,apply=770,leaks=0,schisms=0"
      })
  void aMemberThatNeedsASnapshotComesToTheEndOfTheLog(String run) {
    assertThat(Simulation.run(plan(run), LINES).accusation()).isEmpty();
  }

  /**
   * Found by a campaign: a leader outside the quorum, which has room for one command at a time and
   * loses every fourth message, needs a heartbeat for each of the hundreds that waited.
   */
  @Test
  void whatWaitedMayTakeALeaderThatLosesMessagesLonger() {
    Plan plan =
        plan(
            "58800 window-bytes=200,pending=253,log-bytes=19234,reads=275,compare-and-sets=160,"
                + "serializable=210,to-leader=142,lateness=1,split=1,pause=1,snapshot=1,apply=8455,leaks=153");

    assertThat(Simulation.run(plan, LINES).accusation()).isEmpty();
  }

  private static Plan plan(String run) {
    int space = run.indexOf(' ');
    return Plan.of(Long.parseLong(run.substring(0, space))).with(run.substring(space + 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4, 77, 1234567})
  void theSamePlanGivesTheSameRun(long seed) {
    Outcome once = Simulation.run(Plan.of(seed), 50);
    Outcome again = Simulation.run(Plan.of(seed), 50);

    assertThat(again).isEqualTo(once);
    assertThat(Simulation.run(seed).hash()).isEqualTo(once.hash());
    assertThat(Simulation.run(seed + 1).hash()).isNotEqualTo(once.hash());
  }

  @Test
  void anotherJvmRunsTheSame() throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Hashes.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String theirs = new String(other.getInputStream().readAllBytes(), UTF_8).strip();

    assertThat(other.waitFor()).isZero();
    assertThat(theirs).isEqualTo(Hashes.ofSomeSeeds());
  }
}
