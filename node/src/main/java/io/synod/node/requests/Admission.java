package io.synod.node.requests;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds what waits at this member for an answer. Any thread. */
public final class Admission {

  private final int maxCount;
  private final long maxBytes;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /** Nothing waits yet. */
  public Admission(int maxCount, long maxBytes) {
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
  }

  /** Takes one in, if there is room. */
  public boolean enter(long weight) {
    int others = count.getAndIncrement();
    long before = bytes.getAndAdd(weight);
    if (others >= maxCount || (others > 0 && before + weight > maxBytes)) {
      leave(1, weight);
      return false;
    }
    return true;
  }

  /** Lets some out. */
  public void leave(int howMany, long weight) {
    count.addAndGet(-howMany);
    bytes.addAndGet(-weight);
  }

  /** How many wait. */
  public int waiting() {
    return count.get();
  }
}
