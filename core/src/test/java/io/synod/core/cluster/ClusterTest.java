package io.synod.core.cluster;

import org.junit.jupiter.api.Test;

/**
 * Runs the cluster of many seeds. One seed is replayed, with its trace, by {@code mvn -pl core test
 * -Dtest=ClusterTest -Dsynod.seed=SEED}; {@code -Dsynod.seeds=N} runs more of them.
 */
class ClusterTest {

  private static final int SEEDS = 2_000;

  @Test
  void agreesAndForgetsNothingUnderLossDuplicationReorderingDelayAndRestarts() {
    Long replay = Long.getLong("synod.seed");
    if (replay != null) {
      run(replay, true);
      return;
    }
    long steps = 0;
    int seeds = Integer.getInteger("synod.seeds", SEEDS);
    for (long seed = 1; seed <= seeds; seed++) {
      steps += run(seed, false);
    }
    System.out.println(seeds + " seeds, " + steps + " steps of the simulated cluster");
  }

  private static long run(long seed, boolean tracing) {
    World world = new World(seed, tracing);
    try {
      world.run();
    } catch (AssertionError | RuntimeException broken) {
      world.trace().forEach(System.out::println);
      throw new AssertionError(
          "Seed "
              + seed
              + ": "
              + broken.getMessage()
              + "\nReplay it with: mvn -pl core test -Dtest=ClusterTest -Dsynod.seed="
              + seed,
          broken);
    }
    return world.steps();
  }
}
