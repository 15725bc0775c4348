package io.synod.node.loop;

/**
 * A thread that runs tasks one after the other, in the order in which they came: the one on which
 * the protocol works and on which the connections to its peers live.
 */
public interface Loop {

  /** Runs a task soon, and never within this call. Any thread. */
  void execute(Runnable task);

  /** Runs a task after so many milliseconds, or a little later. Any thread. */
  void after(long millis, Runnable task);

  /** Whether the calling thread is this one. */
  boolean isCurrent();
}
