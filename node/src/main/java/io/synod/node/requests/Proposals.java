package io.synod.node.requests;

import io.synod.node.Failure;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The proposals of this member that wait for their command to be applied, by sequence.
 *
 * <p>The core thread adds them and gives up on them, the apply thread takes those that were
 * applied: whoever takes one out answers it, so that each is answered once.
 *
 * @param <R> the type of an answer
 */
public final class Proposals<R> {

  /**
   * A ring's element bears its sequence: a proposal that was given up may be applied when its place
   * has long been taken.
   */
  private record Entry<R>(long sequence, Proposal<R> proposal) {}

  private final AtomicReferenceArray<@Nullable Entry<R>> ring;
  private final int mask;
  private final Admission admission;

  /** The sequence of the last one that was added. Core thread. */
  private long last;

  /** Every one up to this sequence is settled. Core thread. */
  private long settled;

  /**
   * Nobody waits yet.
   *
   * @param most how many may wait at a time; room is made for as many again several times, because
   *     one that is slow must not stop those after it
   */
  public Proposals(int most, Admission admission) {
    int size = Math.max(1024, Integer.highestOneBit(Math.max(1, most)) << 3);
    this.ring = new AtomicReferenceArray<>(size);
    this.mask = size - 1;
    this.admission = admission;
  }

  /** Whether one more can be added now. Core thread. */
  public boolean hasRoom() {
    return last - settledUpTo() <= mask;
  }

  /** Whether anybody waits for an answer. Core thread. */
  public boolean anyWait() {
    return settledUpTo() < last;
  }

  /** Adds one that was admitted, and returns its sequence. Core thread. */
  public long add(Proposal<R> proposal) {
    last++;
    ring.set(index(last), new Entry<>(last, proposal));
    return last;
  }

  /** The sequence up to which every proposal is settled. Core thread. */
  public long settledUpTo() {
    while (settled < last && ring.get(index(settled + 1)) == null) {
      settled++;
    }
    return settled;
  }

  /** Whether somebody waits for this one. Any thread. */
  public boolean isAwaited(long sequence) {
    Entry<R> entry = ring.get(index(sequence));
    return entry != null && entry.sequence() == sequence;
  }

  /** Answers one, if somebody waits for it. Any thread. */
  public void done(long sequence, R result, Answers answers) {
    Proposal<R> proposal = take(sequence);
    if (proposal != null) {
      answers.done(proposal.executor(), proposal.reply(), result);
    }
  }

  /** Fails one, if somebody waits for it. Any thread. */
  public void failed(long sequence, Failure failure, Answers answers) {
    Proposal<R> proposal = take(sequence);
    if (proposal != null) {
      answers.failed(proposal.executor(), proposal.reply(), failure);
    }
  }

  /**
   * Gives up on those whose time is over: a run from the oldest on, because all have the same time.
   * Core thread.
   *
   * @return the sequence up to which all are settled now
   */
  public long expire(long now, Failure failure, Answers answers) {
    for (long oldest = settledUpTo() + 1; oldest <= last; oldest = settledUpTo() + 1) {
      Entry<R> entry = ring.get(index(oldest));
      if (entry != null && entry.proposal().deadline() > now) {
        break;
      }
      failed(oldest, failure, answers);
    }
    return settled;
  }

  /** Fails those who wait for such a sequence. Any thread. */
  public void failIf(LongPredicate which, Failure failure, Answers answers) {
    for (int i = 0; i <= mask; i++) {
      Entry<R> entry = ring.get(i);
      if (entry != null && which.test(entry.sequence())) {
        failed(entry.sequence(), failure, answers);
      }
    }
  }

  private @Nullable Proposal<R> take(long sequence) {
    int index = index(sequence);
    Entry<R> entry = ring.get(index);
    if (entry == null || entry.sequence() != sequence || !ring.compareAndSet(index, entry, null)) {
      return null;
    }
    admission.leave(1, entry.proposal().weight());
    return entry.proposal();
  }

  private int index(long sequence) {
    return (int) sequence & mask;
  }
}
