package io.synod.node.requests;

import io.synod.node.Failure;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads that wait together, and are answered together, once. */
public final class ReadGroup {

  /** About how many bytes a read takes while it waits. */
  public static final long WEIGHT = 128;

  /**
   * One read.
   *
   * @param executor where the reply is called
   * @param reply who waits
   * @param deadline when nobody waits any more, in the member's milliseconds
   */
  public record Read(Executor executor, Reply<Long> reply, long deadline) {}

  private final long id;
  private final List<Read> reads;
  private final Admission admission;
  private final AtomicBoolean answered = new AtomicBoolean();

  /**
   * A group that waits.
   *
   * @param reads at least one, the oldest first; each was admitted with {@link #WEIGHT}
   */
  public ReadGroup(long id, List<Read> reads, Admission admission) {
    this.id = id;
    this.reads = List.copyOf(reads);
    this.admission = admission;
  }

  /** Its number; larger than those of the groups before. */
  public long id() {
    return id;
  }

  /** When the first of the reads is no longer waited for. */
  public long deadline() {
    return reads.getFirst().deadline();
  }

  /** Whether somebody has answered already. */
  public boolean isAnswered() {
    return answered.get();
  }

  /** Lets the reads proceed, unless they were answered. Any thread. */
  public void done(long slot, Answers answers) {
    if (settle()) {
      for (Read read : reads) {
        answers.done(read.executor(), read.reply(), slot);
      }
    }
  }

  /** Fails the reads, unless they were answered. Any thread. */
  public void failed(Failure failure, Answers answers) {
    if (settle()) {
      for (Read read : reads) {
        answers.failed(read.executor(), read.reply(), failure);
      }
    }
  }

  private boolean settle() {
    if (!answered.compareAndSet(false, true)) {
      return false;
    }
    admission.leave(reads.size(), WEIGHT * reads.size());
    return true;
  }
}
