package io.synod.cli.sim;

import io.synod.cli.Failure;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or a signal to end: what runs winds up and says how far it got before the process ends.
 */
final class Stop implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  private final CountDownLatch woundUp = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "stop");
  private volatile boolean asked;

  private Stop() {}

  /** From now on, until it is closed, the process ends only after that. */
  static Stop onSignal() {
    Stop stop = new Stop();
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  /** Whether it is time to wind up. */
  boolean isAsked() {
    return asked;
  }

  @SuppressWarnings("ResultOfMethodCallIgnored")
  private void end() {
    asked = true;
    try {
      boolean _ = woundUp.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.flush();
    Runtime.getRuntime().halt(Failure.FAILED);
  }

  /** Everything is said. */
  @Override
  public void close() {
    woundUp.countDown();
    if (!asked) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        asked = true; // the process is ending at this very moment
      }
    }
  }
}
