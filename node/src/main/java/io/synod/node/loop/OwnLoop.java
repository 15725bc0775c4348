package io.synod.node.loop;

/** A loop that ends with its owner. */
public interface OwnLoop extends Loop, AutoCloseable {

  /**
   * Drops the tasks that wait, and waits for the one that runs, unless that is what calls. Tasks
   * that come later are refused with a {@link java.util.concurrent.RejectedExecutionException}.
   */
  @Override
  void close();
}
