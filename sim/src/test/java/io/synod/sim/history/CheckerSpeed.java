package io.synod.sim.history;

import io.synod.sim.history.KeyValue.Command;
import io.synod.sim.history.KeyValue.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Prints how fast long histories are decided; started by hand. */
final class CheckerSpeed {
  private static final int HISTORIES = 20;
  private static final int ROUNDS = 3;

  private CheckerSpeed() {}

  public static void main(String[] args) {
    LongHistoriesTest.shapes().forEach(CheckerSpeed::measure);
  }

  private static void measure(LongHistory.Shape shape) {
    List<List<Operation<Command, Result>>> good = new ArrayList<>();
    List<List<Operation<Command, Result>>> bad = new ArrayList<>();
    for (int seed = 0; seed < HISTORIES; seed++) {
      good.add(LongHistory.of(seed, shape));
      bad.add(
          Objects.requireNonNull(
              Lie.A_VALUE_THAT_NOBODY_WROTE.tell(good.getLast(), new Random(seed))));
    }
    System.out.println(shape);
    System.out.println("  good: " + times(good));
    System.out.println("  bad:  " + times(bad));
  }

  /** Of the last round, after those that warm up. */
  private static String times(List<List<Operation<Command, Result>>> histories) {
    List<Long> nanos = new ArrayList<>();
    long states = 0;
    for (int round = 0; round < ROUNDS; round++) {
      nanos.clear();
      states = 0;
      for (List<Operation<Command, Result>> history : histories) {
        long begun = System.nanoTime();
        states += new LinearizabilityChecker<>(new KeyValue(), 10_000_000).check(history).states();
        nanos.add(System.nanoTime() - begun);
      }
    }
    Collections.sort(nanos);
    long median = nanos.get(nanos.size() / 2);
    return "median "
        + median / 1_000
        + " us, slowest "
        + nanos.getLast() / 1_000
        + " us, "
        + 10_000L * 1_000_000_000L / median
        + " operations/s, "
        + states / histories.size()
        + " states";
  }
}
