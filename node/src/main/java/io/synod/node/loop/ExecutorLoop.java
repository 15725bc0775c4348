package io.synod.node.loop;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A loop on a thread that exists only while there is something to do. */
final class ExecutorLoop implements OwnLoop {

  private static final long KEEP_SECONDS = 5;
  private static final long CLOSE_SECONDS = 60;

  private final ScheduledThreadPoolExecutor executor;
  private volatile @Nullable Thread thread;

  ExecutorLoop(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = Thread.ofPlatform().daemon().name(name).unstarted(task);
              thread = made;
              return made;
            });
    executor.setKeepAliveTime(KEEP_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // tasks see to their own failures
  public void after(long millis, Runnable task) {
    executor.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  @Override
  public void close() {
    executor.shutdownNow();
    if (isCurrent()) {
      return;
    }
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS) || !ended(thread)) {
        throw new IllegalStateException("A thread of the member does not end: " + thread + ".");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // An executor is terminated a little before its thread is.
  private static boolean ended(@Nullable Thread thread) throws InterruptedException {
    return thread == null || !thread.isAlive() || thread.join(Duration.ofSeconds(CLOSE_SECONDS));
  }
}
