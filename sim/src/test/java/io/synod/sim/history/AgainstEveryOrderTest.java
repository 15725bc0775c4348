package io.synod.sim.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.sim.history.Outcome.Answered;
import io.synod.sim.history.ReadWriteRegister.Command;
import io.synod.sim.history.ReadWriteRegister.Result;
import io.synod.sim.history.Verdict.Linearizable;
import io.synod.sim.history.Verdict.NotLinearizable;
import io.synod.sim.history.Verdict.Undecided;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Small histories, decided by the checker and by trying every order. */
final class AgainstEveryOrderTest {
  private static final int HISTORIES = 20_000;
  private static final int MOST_OPERATIONS = 7;

  private final LinearizabilityChecker<String, Command, Result> checker =
      new LinearizabilityChecker<>(new ReadWriteRegister(SmallHistories.INITIAL), 1_000_000);

  @Test
  void theCheckerAgreesWithTryingEveryOrder() {
    int good = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      List<Operation<Command, Result>> history =
          SmallHistories.random(new Random(seed), MOST_OPERATIONS);
      boolean expected = SmallHistories.isLinearizable(history);
      switch (checker.check(history)) {
        case Linearizable<Command, Result> found -> {
          good++;
          assertThat(expected).as("seed %s: %s", seed, history).isTrue();
          assertOrder(history, found);
        }
        case NotLinearizable<Command, Result> refuted -> {
          assertThat(expected).as("seed %s: %s", seed, history).isFalse();
          assertExplanation(history, refuted);
        }
        case Undecided<Command, Result> undecided -> throw new AssertionError(undecided);
      }
    }
    assertThat(good).isBetween(HISTORIES / 5, HISTORIES * 4 / 5);
  }

  private static void assertOrder(
      List<Operation<Command, Result>> history, Linearizable<Command, Result> found) {
    List<Operation<Command, Result>> order = found.orders().getOrDefault("x", List.of());
    assertThat(SmallHistories.isOrder(order)).as("%s of %s", order, history).isTrue();
    assertThat(without(history, order)).noneMatch(it -> it.outcome() instanceof Answered);
    assertThat(without(order, history)).isEmpty();
  }

  private static void assertExplanation(
      List<Operation<Command, Result>> history, NotLinearizable<Command, Result> refuted) {
    Operation<Command, Result> blocked = refuted.unplaced().getFirst();
    assertThat(SmallHistories.isOrder(refuted.prefix())).as("%s", refuted).isTrue();
    assertThat(without(history, refuted.prefix()))
        .as("before the response in question, all is in order: %s", refuted)
        .noneMatch(it -> it.outcome() instanceof Answered && it.returned() < blocked.returned());
    assertThat(SmallHistories.hasOrder(history, it -> it.returned() <= blocked.returned()))
        .as("with the response in question, nothing is: %s", refuted)
        .isFalse();
    assertThat(without(refuted.unplaced(), history)).isEmpty();
    assertThat(without(refuted.prefix(), history)).isEmpty();
    assertThat(without(refuted.unplaced(), refuted.prefix())).isEqualTo(refuted.unplaced());
  }

  /** What is left when each of the others is taken away once. */
  private static List<Operation<Command, Result>> without(
      List<Operation<Command, Result>> all, List<Operation<Command, Result>> others) {
    List<Operation<Command, Result>> left = new ArrayList<>(all);
    others.forEach(left::remove);
    return left;
  }
}
