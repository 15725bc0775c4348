package io.synod.node.loop;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread that sleeps when it has nothing to do, and that costs its wakers nothing while it is
 * awake.
 */
final class ThreadWorker implements Worker {

  private final Thread thread;
  private final Turns turns;
  private volatile boolean asleep;
  private volatile boolean woken;

  ThreadWorker(String name, Turns turns) {
    this.turns = turns;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  @Override
  public void start() {
    thread.start();
  }

  // Whoever set the flag before has seen to it that a turn begins.
  @Override
  public void wake() {
    if (!woken) {
      woken = true;
      if (asleep) {
        LockSupport.unpark(thread);
      }
    }
  }

  private void run() {
    for (long nanos = turns.turn(); nanos != Turns.END; nanos = turns.turn()) {
      if (nanos > 0) {
        sleep(nanos);
      }
    }
  }

  private void sleep(long nanos) {
    asleep = true;
    if (!woken) {
      LockSupport.parkNanos(this, nanos);
    }
    asleep = false;
    woken = false;
  }

  @Override
  public void join() {
    if (thread.equals(Thread.currentThread())) {
      return;
    }
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
