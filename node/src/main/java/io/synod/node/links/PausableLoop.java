package io.synod.node.links;

import io.synod.node.loop.Loop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/** A loop that keeps its tasks back while it is paused, and then does them in their order. */
final class PausableLoop implements Loop {

  private final Loop inner;
  private final BooleanSupplier paused;

  /** On the loop only. */
  private final Queue<Runnable> held = new ArrayDeque<>();

  PausableLoop(Loop inner, BooleanSupplier paused) {
    this.inner = inner;
    this.paused = paused;
  }

  @Override
  public void execute(Runnable task) {
    inner.execute(() -> run(task));
  }

  @Override
  public void after(long millis, Runnable task) {
    inner.after(millis, () -> run(task));
  }

  @Override
  public boolean isCurrent() {
    return inner.isCurrent();
  }

  /** Runs a task now, or once the loop goes on. On the loop. */
  void run(Runnable task) {
    held.add(task);
    goOn();
  }

  /** How many tasks wait. On the loop. */
  int waiting() {
    return held.size();
  }

  /** Does what waits. On the loop. */
  void goOn() {
    while (!paused.getAsBoolean() && !held.isEmpty()) {
      held.remove().run();
    }
  }
}
