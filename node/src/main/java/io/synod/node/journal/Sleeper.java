package io.synod.node.journal;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread that sleeps when it has nothing to do, and that costs its wakers nothing while it is
 * awake.
 */
final class Sleeper {

  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean woken;

  Sleeper(String name, Runnable work) {
    this.thread = new Thread(work, name);
  }

  void start() {
    thread.start();
  }

  /** Any thread: what the caller did before is seen by the thread before it sleeps again. */
  void wake() {
    woken = true;
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  /** The thread itself: returns once woken since the last call, or after so many nanoseconds. */
  void sleep(long nanos) {
    asleep = true;
    if (!woken) {
      LockSupport.parkNanos(this, nanos);
    }
    asleep = false;
    woken = false;
  }

  /** Waits for the end of the thread; an interrupt is kept for later. */
  void join() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
