package io.synod.sim.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.sim.history.KeyValue.Command;
import io.synod.sim.history.KeyValue.Result;
import io.synod.sim.history.LongHistory.Shape;
import io.synod.sim.history.Verdict.Linearizable;
import io.synod.sim.history.Verdict.NotLinearizable;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories of 10,000 operations, and each with one outcome changed. */
final class LongHistoriesTest {
  private static final int OPERATIONS = 10_000;
  private static final int SEEDS = 5;

  /** A good history needs about one state per operation; this leaves room for wrong turns. */
  private static final long BUDGET = 40 * OPERATIONS;

  private final LinearizabilityChecker<KeyValue.State, Command, Result> checker =
      new LinearizabilityChecker<>(new KeyValue(), BUDGET);

  static Stream<Shape> shapes() {
    return Stream.of(
        new Shape(OPERATIONS, 10, 5, 0, true),
        new Shape(OPERATIONS, 20, 5, 4, true),
        new Shape(OPERATIONS, 20, 5, 4, false),
        new Shape(OPERATIONS, 8, 1, 2, true),
        new Shape(OPERATIONS, 8, 1, 2, false),
        new Shape(OPERATIONS, 100, 20, 4, true));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void whatOneStoreAnsweredIsLinearizable(Shape shape) {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(checker.check(LongHistory.of(seed, shape)))
          .as("seed %s", seed)
          .isInstanceOf(Linearizable.class);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void oneChangedOutcomeIsFound(Shape shape) {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Operation<Command, Result>> history = LongHistory.of(seed, shape);
      for (Lie lie : Lie.values()) {
        if (!isDecidable(lie, shape)) {
          continue;
        }
        List<Operation<Command, Result>> changed =
            Objects.requireNonNull(
                lie.tell(history, new Random(seed)), () -> lie + " cannot be told");
        assertThat(checker.check(changed))
            .as("%s, seed %s", lie, seed)
            .isInstanceOf(NotLinearizable.class);
      }
    }
  }

  /**
   * On a single key a hundred lost changes can be in the way of every operation that follows, in
   * more combinations than the budget has states; there only what nothing can have written is found
   * for certain.
   */
  private static boolean isDecidable(Lie lie, Shape shape) {
    return switch (lie) {
      case A_VALUE_THAT_NOBODY_WROTE, A_PUT_THAT_WAS_READ_HAS_FAILED -> true;
      case A_REVISION_THAT_IS_NOT_THE_PUTS ->
          shape.revisions() && (shape.keys() > 1 || shape.lostPercent() == 0);
      case A_VALUE_THAT_WAS_OVERWRITTEN,
          A_VALUE_FROM_THE_FUTURE,
          A_CONDITIONAL_PUT_THAT_WAS_READ_WAS_REFUSED ->
          shape.keys() > 1 || shape.lostPercent() == 0;
    };
  }
}
