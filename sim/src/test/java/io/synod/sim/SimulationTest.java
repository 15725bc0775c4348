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
