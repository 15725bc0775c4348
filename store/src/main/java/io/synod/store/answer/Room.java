package io.synod.store.answer;

import java.util.concurrent.atomic.AtomicLong;

/** A bounded amount of memory that several may hold. Any thread. */
public final class Room {

  private final long size;
  private final AtomicLong taken = new AtomicLong();

  /**
   * Nobody holds anything yet.
   *
   * @param size how many bytes may be held
   */
  public Room(long size) {
    this.size = size;
  }

  /** Takes bytes, if there are as many left. */
  public boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= size) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  /** Gives back bytes that were taken. */
  public void give(long bytes) {
    taken.addAndGet(-bytes);
  }

  /** How many bytes are held. */
  public long taken() {
    return taken.get();
  }
}
