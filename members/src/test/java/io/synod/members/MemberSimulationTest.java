package io.synod.members;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.synod.sim.Outcome;
import io.synod.sim.Report;
import io.synod.sim.plan.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code -Dsynod.seeds=N} runs more seeds, {@code -Dsynod.from=SEED} others; {@code
 * -Dsynod.replay=SEED}, perhaps with {@code -Dsynod.with=FIGURE=NUMBER,...}, shows the end of one.
 */
class MemberSimulationTest {

  private static final int SEEDS = 100;

  /** How many lines of a failing run are shown. */
  private static final int LINES = 150;

  private static final int SHRINK_RUNS = 100;

  /** What members' runs were before there were guests. */
  private static final String WITHOUT_GUESTS = "watches=0,leases=0,edits=0,kept=7";

  @Test
  void noCheckerAccusesWholeMembersUnderAnyFaults() {
    long from = Long.getLong("synod.from", 1);
    long seeds = Long.getLong("synod.seeds", SEEDS);
    long answers = 0;
    long leaders = 0;
    long snapshots = 0;
    long micros = 0;
    long events = 0;
    long began = System.nanoTime();
    for (long seed = from; seed < from + seeds; seed++) {
      Outcome outcome = MemberSimulation.run(seed);
      if (!outcome.isClean()) {
        show(outcome);
      }
      answers += outcome.figures().answers();
      leaders += outcome.figures().leaders();
      snapshots += outcome.figures().snapshots();
      micros += outcome.micros();
      events += outcome.events();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "%d seeds of whole members: %.0f simulated seconds per second, %.0f events per second%n",
        seeds, micros / 1e6 / seconds, events / seconds);
    assertThat(answers).isGreaterThan(50 * seeds);
    assertThat(leaders).isGreaterThan(seeds / 2);
    assertThat(snapshots).isGreaterThan(seeds / 20);
  }

  private static void show(Outcome failing) {
    fail(
        Report.of(failing, LINES, SHRINK_RUNS, MemberSimulation::run, "./synod sim --level members")
            .text());
  }

  @Test
  @EnabledIfSystemProperty(named = "synod.replay", matches = ".*")
  void replays() {
    Plan plan = Plan.of(Long.getLong("synod.replay", 0)).with(System.getProperty("synod.with", ""));
    Outcome outcome = MemberSimulation.run(plan, LINES);
    System.out.println(Report.draw(outcome.lines(), plan));
    assertThat(outcome.accusation()).isEmpty();
  }

  /**
   * Found by a campaign, a mistake of the check: a leader that had stood still first sent what lay
   * at leisure, and was accused before it had looked at its clock again.
   */
  @ParameterizedTest
  @ValueSource(longs = {3331, 4852})
  void aLeaderThatStoodStillMaySendWhatItHadToSayBeforeItGivesUp(long seed) {
    Plan plan = Plan.of(seed).with("leaks=0,schisms=0," + WITHOUT_GUESTS);

    assertThat(MemberSimulation.run(plan, LINES).accusation()).isEmpty();
  }

  /**
   * Found by a campaign, a mistake of the check: it looked every 50 ms, just when the journal's
   * keeper, which comes every 50 ms too, had woken the writer for nothing.
   */
  @Test
  void aMemberThatIsBusyAtEvenIntervalsIsSeenToRest() {
    Plan plan = Plan.of(3126).with(WITHOUT_GUESTS);

    assertThat(MemberSimulation.run(plan, LINES).accusation()).isEmpty();
  }

  /** Here the disk of a member is full when the snapshot has come that it needs. */
  @Test
  void aFullDiskDoesNotStopAMemberThatInstallsASnapshot() {
    Plan plan =
        Plan.of(50)
            .with(
                "full-disks=150,log-bytes=300,flushes=60,partitions=20,apply=20000,crashes=0,"
                    + "blackouts=0,sync-failures=0,damages=0,members=3,"
                    + WITHOUT_GUESTS);

    assertThat(MemberSimulation.run(plan, LINES).accusation()).isEmpty();
  }

  /**
   * Found as soon as members used registers: in the first a member that looked a register up asked
   * for the time again and again until it was there; in the second it never got the tick that it
   * wanted at once after it had been outbid.
   */
  @ParameterizedTest
  @ValueSource(longs = {3, 10})
  void proposersOfRegistersThatWereOutbidHearTheTimeOnce(long seed) {
    Plan plan = Plan.of(seed).with(WITHOUT_GUESTS);

    assertThat(MemberSimulation.run(plan, LINES).accusation()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4, 77, 1234567})
  void theSamePlanGivesTheSameRun(long seed) {
    Outcome once = MemberSimulation.run(Plan.of(seed), 50);
    Outcome again = MemberSimulation.run(Plan.of(seed), 50);

    assertThat(again).isEqualTo(once);
    assertThat(MemberSimulation.run(seed).hash()).isEqualTo(once.hash());
    assertThat(MemberSimulation.run(seed + 1).hash()).isNotEqualTo(once.hash());
  }

  @Test
  void anotherJvmRunsTheSame() throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
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
