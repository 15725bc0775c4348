package io.synod.core.read;

import io.synod.core.Outbox;

/**
 * A member's side of reads: one request to the leader is under way at a time, for all reads that
 * had arrived when it was made.
 *
 * <p>Invariant 7: {@code granted <= asked <= newest}.
 */
public final class WaitingReads {

  private static final int BOOT_SHIFT = 40;

  private final Outbox out;

  /**
   * Added to the caller's numbers, so that an answer to a request from before a restart answers
   * nothing.
   */
  private final long base;

  private long newest;
  private long asked;
  private long granted;
  private long askedAt;

  /** No reads yet, in this boot of the member. */
  public WaitingReads(long boot, Outbox out) {
    this.base = boot << BOOT_SHIFT;
    this.out = out;
  }

  /** Reads up to this number have arrived. */
  public void add(long id) {
    newest = Math.max(newest, id);
  }

  /** Whether reads wait for which no request is under way. */
  public boolean mustAsk() {
    return asked == granted && newest > asked;
  }

  /** Whether the request under way is so old that it, or its answer, seems to be lost. */
  public boolean isOverdue(long now, long patience) {
    return asked > granted && now - askedAt >= patience;
  }

  /** A request for every read that waits is made now; returns its number. */
  public long ask(long now) {
    asked = newest;
    askedAt = now;
    return base + asked;
  }

  /** Whether any read waits. */
  public boolean any() {
    return newest > granted;
  }

  /**
   * The leader's answer. An answer from a leader of the past is as good: it was confirmed after the
   * reads had arrived.
   */
  public void granted(long id, long slot) {
    long upTo = id - base;
    if (upTo > granted && upTo <= asked) {
      granted = upTo;
      out.readReady(upTo, slot);
    }
  }
}
