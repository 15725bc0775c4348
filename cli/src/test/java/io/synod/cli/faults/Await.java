package io.synod.cli.faults;

import java.util.concurrent.TimeUnit;

/** Waits for what has to happen, with a deadline so generous that only a fault misses it. */
final class Await {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long PAUSE_MILLIS = 10;

  /** Something that will be true. */
  interface Condition {
    boolean holds() throws Exception;
  }

  private Await() {}

  /** Returns once the condition holds; an exception counts as not yet. */
  static void until(String what, Condition condition) throws InterruptedException {
    long begun = System.nanoTime();
    Exception last = null;
    while (System.nanoTime() - begun < PATIENCE_NANOS) {
      try {
        if (condition.holds()) {
          return;
        }
        last = null;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    throw new AssertionError("Waited 60 s in vain until " + what + ".", last);
  }
}
