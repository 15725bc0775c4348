package io.synod.node.loop;

/**
 * The work of one thread, in turns, between which it may sleep. A turn may wait for the disk, and
 * for nothing else: not for time, not for another thread.
 */
@FunctionalInterface
public interface Turns {

  /** The next turn comes at once. */
  long AGAIN = 0;

  /** The next turn comes when somebody wakes the worker. */
  long UNTIL_WOKEN = Long.MAX_VALUE;

  /** This was the last turn. */
  long END = -1;

  /**
   * Does what there is to do.
   *
   * @return for how many nanoseconds there is nothing more, unless the worker is woken before; or
   *     one of the constants
   */
  long turn();
}
