package io.synod.node.loop;

/** Takes one thread's turns. Any thread may call any method. */
public interface Worker {

  /** Begins with the first turn. Once. */
  void start();

  /**
   * Sees to it that a turn begins after this call. What the caller did before is seen by that turn.
   */
  void wake();

  /** Waits until the last turn has ended, unless a turn calls; an interrupt is kept for later. */
  void join();
}
