package io.synod.store.follow;

import java.util.concurrent.RejectedExecutionException;

/** What a desk and the feeds at it live on: one thread, or what does as one does. */
public interface EventLoop {

  /**
   * Does something soon, never within this call. From any thread.
   *
   * @throws RejectedExecutionException if everything ends
   */
  void execute(Runnable task);

  /**
   * Does something again and again, for the first time after so many milliseconds.
   *
   * @return what ends that
   */
  Runnable every(long millis, Runnable task);
}
