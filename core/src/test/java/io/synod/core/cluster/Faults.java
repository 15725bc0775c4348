package io.synod.core.cluster;

import java.util.Random;

/**
 * The kinds and strengths of the faults of one run, drawn from its seed; each run goes without some
 * of them.
 *
 * @param loss the share of messages that never arrive
 * @param duplication the share of messages that arrive twice
 * @param maxDelay milliseconds that a message takes at most, now and then ten times as many
 * @param crashes how often a member crashes, per simulated second
 * @param partitions how often the network splits, per simulated second
 * @param usurpations how often a member is told to take over although others follow a leader, per
 *     simulated second: safety must not depend on elections being wise
 * @param maxSync milliseconds that a sync takes at most
 */
record Faults(
    double loss,
    double duplication,
    int maxDelay,
    double crashes,
    double partitions,
    double usurpations,
    int maxSync) {

  static Faults draw(Random random) {
    return new Faults(
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.3,
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.5,
        1 + random.nextInt(random.nextBoolean() ? 5 : 40),
        random.nextInt(4) == 0 ? 0 : random.nextDouble() * 2,
        random.nextInt(3) == 0 ? 0 : random.nextDouble(),
        random.nextInt(3) > 0 ? 0 : random.nextDouble() * 10,
        1 + random.nextInt(random.nextBoolean() ? 3 : 50));
  }

  /** The world after the storm. */
  static Faults none() {
    return new Faults(0, 0, 2, 0, 0, 0, 1);
  }
}
