package io.synod.node.journal;

/**
 * Whom a {@link JournalWriter} tells. Its threads call it; it must be quick, and must not throw.
 */
public interface JournalListener {

  /** Every record up to this number is durable. */
  void durable(long record);

  /**
   * The disk is full or nearly so, or no longer: what is queued waits or may soon have to, and
   * nothing is lost. Called only when it changes; at first there is room.
   */
  void full(boolean full);

  /**
   * The journal is dead, because a write or a sync failed: what the disk holds of the last batch is
   * unknown, so the member must stop. Called at most once.
   *
   * @param sentence what failed, for people
   */
  void failed(String sentence);
}
