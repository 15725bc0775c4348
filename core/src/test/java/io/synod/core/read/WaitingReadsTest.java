package io.synod.core.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Effects;
import io.synod.core.Outbox;
import org.junit.jupiter.api.Test;

/** A member's waiting reads. */
final class WaitingReadsTest {

  private final Outbox out = new Outbox();
  private final WaitingReads reads = new WaitingReads(2, out);

  @Test
  void oneRequestIsUnderWayForAllThatHadCome() {
    assertThat(reads.any()).isFalse();
    assertThat(reads.mustAsk()).isFalse();
    reads.add(1);
    reads.add(2);
    assertThat(reads.mustAsk()).isTrue();
    long id = reads.ask(0);
    reads.add(3);
    assertThat(reads.mustAsk()).as("one at a time").isFalse();
    reads.granted(id, 9);
    assertThat(out.take().reads()).containsExactly(new Effects.ReadReady(2, 9));
    assertThat(reads.any()).isTrue();
    assertThat(reads.mustAsk()).as("for the third").isTrue();
    reads.granted(reads.ask(0), 10);
    assertThat(out.take().reads()).containsExactly(new Effects.ReadReady(3, 10));
    assertThat(reads.any()).isFalse();
  }

  @Test
  void aRequestMadeAgainCoversWhatHasComeMeanwhileAndTheOldAnswerCountsForItsOwnReads() {
    reads.add(1);
    long first = reads.ask(0);
    reads.add(2);
    long second = reads.ask(100);
    reads.granted(first, 5);
    assertThat(out.take().reads()).containsExactly(new Effects.ReadReady(1, 5));
    reads.granted(first, 5);
    assertThat(out.take().reads()).as("twice is once").isEmpty();
    reads.granted(second, 6);
    assertThat(out.take().reads()).containsExactly(new Effects.ReadReady(2, 6));
    reads.granted(first, 5);
    assertThat(out.take().reads()).as("late").isEmpty();
  }

  @Test
  void anAnswerToARequestOfAnotherBootAnswersNothing() {
    WaitingReads before = new WaitingReads(1, out);
    WaitingReads after = new WaitingReads(3, out);
    before.add(1);
    after.add(1);
    reads.add(1);
    reads.ask(0);
    reads.granted(before.ask(0), 5);
    reads.granted(after.ask(0), 5);
    assertThat(out.take().reads()).isEmpty();
    assertThat(reads.any()).isTrue();
  }

  @Test
  void aReadThatCameAfterTheRequestIsNotAnsweredByIt() {
    reads.add(1);
    long id = reads.ask(0);
    reads.add(2);
    reads.granted(id + 1, 5);
    assertThat(out.take().reads()).as("nobody asked for the second yet").isEmpty();
  }

  @Test
  void aRequestIsOverdueAfterSomePatienceUnlessItWasAnswered() {
    assertThat(reads.isOverdue(1_000, 300)).isFalse();
    reads.add(1);
    long id = reads.ask(100);
    assertThat(reads.isOverdue(399, 300)).isFalse();
    assertThat(reads.isOverdue(400, 300)).isTrue();
    reads.granted(id, 5);
    assertThat(reads.isOverdue(400, 300)).isFalse();
  }
}
