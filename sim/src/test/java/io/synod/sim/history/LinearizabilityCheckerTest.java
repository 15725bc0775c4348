package io.synod.sim.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.sim.history.Outcome.Answered;
import io.synod.sim.history.Outcome.Unknown;
import io.synod.sim.history.ReadWriteRegister.Command;
import io.synod.sim.history.ReadWriteRegister.Done;
import io.synod.sim.history.ReadWriteRegister.Read;
import io.synod.sim.history.ReadWriteRegister.Result;
import io.synod.sim.history.ReadWriteRegister.Value;
import io.synod.sim.history.ReadWriteRegister.Write;
import io.synod.sim.history.Verdict.Linearizable;
import io.synod.sim.history.Verdict.NotLinearizable;
import io.synod.sim.history.Verdict.Undecided;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a verdict says, and what it costs. */
final class LinearizabilityCheckerTest {
  private static Verdict<Command, Result> check(
      List<Operation<Command, Result>> history, long budget) {
    return new LinearizabilityChecker<>(new ReadWriteRegister("0"), budget).check(history);
  }

  private static Operation<Command, Result> read(String key, String value, long from, long to) {
    return new Operation<>("r", key, new Read(), new Answered<>(new Value(value)), from, to);
  }

  private static Operation<Command, Result> write(String key, String value, long from, long to) {
    return new Operation<>("w", key, new Write(value), new Answered<>(new Done()), from, to);
  }

  /**
   * Eleven writes at once, two of them of one value, which is read before another: no write of the
   * other can be last.
   */
  private static List<Operation<Command, Result>> hard(String key) {
    List<Operation<Command, Result>> history = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      history.add(write(key, "v" + i, 0, 100));
    }
    history.add(write(key, "v1", 0, 100));
    history.add(read(key, "v1", 200, 300));
    history.add(read(key, "v2", 400, 500));
    return history;
  }

  @Test
  void theExplanationNamesTheOperationThatHasNoPlace() {
    Verdict<Command, Result> verdict =
        check(
            Drawing.register(
                """
                a [write 1] [write 2] [write 3                    ]
                b                      [read 2] [read 3] [read 2]
                c                                      [read 2]
                d                                             [read 4   ]
                """),
            100);

    NotLinearizable<Command, Result> refuted = (NotLinearizable<Command, Result>) verdict;
    assertThat(refuted.explanation())
        .isEqualTo(
            """
            The operations on x that had returned by 48 are not linearizable.
            An order of those before it, 6 long:
              [2..10] a: write 1 -> done; then 1
              [12..20] a: write 2 -> done; then 2
              [23..30] b: read -> 2; then 2
              [39..46] c: read -> 2; then 2
              [22..50] a: write 3 -> done; then 3
              [32..39] b: read -> 3; then 3
            No order has a place for
              [41..48] b: read -> 2
            where the object is at 3.
            Not placed either, because they ran beside it:
              [46..56] d: read -> 4
            """);
    assertThat(refuted.unplaced()).hasSize(2);
    assertThat(refuted.prefix()).hasSize(6);
  }

  @Test
  void theExplanationOfAFirstOperationSaysSo() {
    assertThat(
            ((NotLinearizable<Command, Result>) check(Drawing.register("a [read 1]"), 100))
                .explanation())
        .isEqualTo(
            """
            The operations on x that had returned by 9 are not linearizable.
            Not one of them can come first.
            No order has a place for
              [2..9] a: read -> 1
            where the object is at 0.
            """);
  }

  @Test
  void theOrderThatWasFoundHoldsEveryAnswerAndOnlyUnknownOnesThatAreNeeded() {
    List<Operation<Command, Result>> history =
        Drawing.register(
            """
            a [write 1
            b [write 2
            c           [write 3] [read 1]
            """);

    assertThat(((Linearizable<Command, Result>) check(history, 100)).orders())
        .hasToString(
            "{x=[[12..20] c: write 3 -> done, [2..] a: write 1 -> no answer,"
                + " [22..29] c: read -> 1]}");
  }

  @Test
  void keysAreDecidedEachByItself() {
    List<Operation<Command, Result>> good =
        List.of(write("a", "1", 0, 1), write("b", "2", 2, 3), read("a", "1", 4, 5));
    List<Operation<Command, Result>> bad = List.of(write("a", "1", 0, 1), read("b", "1", 2, 3));

    assertThat(check(good, 100)).isInstanceOf(Linearizable.class);
    assertThat(check(bad, 100)).isInstanceOf(NotLinearizable.class);
  }

  @Test
  void ofSeveralKeysTheOneThatFailedFirstIsNamed() {
    List<Operation<Command, Result>> history =
        List.of(read("late", "1", 8, 9), read("early", "1", 0, 3), read("later", "1", 10, 11));

    assertThat(((NotLinearizable<Command, Result>) check(history, 100)).key()).isEqualTo("early");
  }

  @Test
  void withTooSmallABudgetNothingIsSaid() {
    assertThat(check(hard("x"), 1_000)).isEqualTo(new Undecided<>(List.of("x"), 1_001));
    assertThat(check(hard("x"), 11 << 10)).isInstanceOf(NotLinearizable.class);
  }

  @Test
  void aKeyThatIsDecidedCountsMoreThanOneThatIsNot() {
    List<Operation<Command, Result>> history = hard("hard");
    history.add(write("good", "1", 0, 1));
    assertThat(((Undecided<Command, Result>) check(history, 1_000)).keys()).containsExactly("hard");

    history.add(read("bad", "1", 0, 1));
    assertThat(check(history, 1_000)).isInstanceOf(NotLinearizable.class);
  }

  @Test
  void manyLostWritesThatNobodyReadCostNothing() {
    List<Operation<Command, Result>> history = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      long at = 10L * i;
      history.add(
          new Operation<>("w", "x", new Write("lost" + i), new Unknown<>(), at, Operation.NEVER));
      history.add(write("x", "v" + i, at, at + 4));
      history.add(read("x", "v" + i, at + 5, at + 6));
    }

    assertThat(check(history, 1_000)).isInstanceOf(Linearizable.class);
  }

  @Test
  void manyLostWritesDoNotHideWhatNobodyWrote() {
    List<Operation<Command, Result>> history = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      long at = 10L * i;
      history.add(
          new Operation<>("w", "x", new Write("lost" + i), new Unknown<>(), at, Operation.NEVER));
      history.add(write("x", "v" + i, at, at + 4));
    }
    history.add(read("x", "nothing", 2_000, 2_001));

    assertThat(check(history, 1_000)).isInstanceOf(NotLinearizable.class);
  }

  @Test
  void whatNobodyWroteIsRefutedWithoutTryingEveryOrder() {
    List<Operation<Command, Result>> history = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      history.add(write("x", "v" + i, 0, 100));
    }
    history.add(read("x", "nothing", 200, 300));

    NotLinearizable<Command, Result> refuted =
        (NotLinearizable<Command, Result>) check(history, 30);
    assertThat(refuted.prefix()).hasSize(30);
    assertThat(refuted.unplaced()).containsExactly(history.getLast());
  }

  @Test
  void whatIsStillToBeReadIsNotOverwritten() {
    List<Operation<Command, Result>> history = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      history.add(write("x", "v" + i, 0, 100));
    }
    history.add(read("x", "v0", 200, 300));

    assertThat(check(history, 100)).isInstanceOf(Linearizable.class);
  }

  @Test
  void theSameHistoryGetsTheSameVerdictTextAndCost() {
    for (List<Operation<Command, Result>> history :
        List.of(hard("x"), Drawing.register("a [write 1] [read 1]"))) {
      assertThat(check(history, 10_000)).isEqualTo(check(history, 10_000));
    }
  }

  @Test
  void anEmptyHistoryIsLinearizable() {
    assertThat(check(List.of(), 0)).isInstanceOf(Linearizable.class);
  }

  @Test
  void aRecorderKeepsWhatIsNotAnsweredAsUnknown() {
    Recorder<Command, Result> recorder = new Recorder<>();
    int first = recorder.invoke(1, "a", "x", new Write("1"));
    int second = recorder.invoke(2, "b", "x", new Read());
    int third = recorder.invoke(3, "c", "x", new Read());
    recorder.answer(second, 4, new Value("1"));
    recorder.fail(third, 5);

    assertThat(recorder.history())
        .hasToString(
            "[[1..] a: write 1 -> no answer, [2..4] b: read -> 1, [3..5] c: read -> failed]");
    assertThatThrownBy(() -> recorder.answer(second, 6, new Value("1")))
        .isInstanceOf(IllegalStateException.class);
    recorder.answer(first, 7, new Done());
    assertThat(recorder.history().getFirst()).hasToString("[1..7] a: write 1 -> done");
  }

  @Test
  void timesThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> read("x", "1", 5, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("before its invocation at 5");
    assertThatThrownBy(() -> new Operation<>("a", "x", new Read(), new Unknown<>(), 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no outcome");
  }
}
