package io.synod.members;

import io.synod.node.loop.Loop;
import io.synod.node.loop.OwnLoop;
import io.synod.node.loop.Threads;
import io.synod.node.loop.Turns;
import io.synod.node.loop.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * A member's threads, all of them in turns of the simulated scheduler. Each turn happens in an
 * instant; how long it takes shows in how long it is until it begins.
 */
final class SimThreads implements Threads {

  /** How long it takes until a turn begins, and what time it is, in true microseconds. */
  interface Delays {

    /** Draws the delay of a worker's next turn. */
    LongSupplier of(String worker);

    /** The time. */
    long now();
  }

  private final Life life;

  /** How many true microseconds go by while the member counts so many. */
  private final LongUnaryOperator trueMicros;

  private final Delays delays;
  private final Consumer<Runnable> onStop;
  private final List<SimWorker> workers = new ArrayList<>();

  SimThreads(Life life, LongUnaryOperator trueMicros, Delays delays, Consumer<Runnable> onStop) {
    this.life = life;
    this.trueMicros = trueMicros;
    this.delays = delays;
    this.onStop = onStop;
  }

  @Override
  public Worker worker(String name, Turns turns) {
    SimWorker worker = new SimWorker(turns, delays.of(name));
    workers.add(worker);
    return worker;
  }

  /** Whether every worker sleeps until it is woken, or a time comes. */
  boolean isIdle() {
    return workers.stream().allMatch(SimWorker::isIdle);
  }

  @Override
  public OwnLoop loop(String name) {
    return new SimLoop();
  }

  @Override
  public void run(String name, Runnable task) {
    onStop.accept(task);
  }

  /**
   * The loop of the protocol.
   *
   * @param watched what is done in place of a task: the task, and whatever is to be seen of it
   */
  Loop coreLoop(UnaryOperator<Runnable> watched) {
    return new SimLoop() {
      @Override
      public void execute(Runnable task) {
        super.execute(watched.apply(task));
      }

      @Override
      public void after(long millis, Runnable task) {
        super.after(millis, watched.apply(task));
      }
    };
  }

  /** Tasks one after the other. */
  private class SimLoop implements OwnLoop {

    @Override
    public void execute(Runnable task) {
      life.after(0, task::run);
    }

    @Override
    public void after(long millis, Runnable task) {
      life.after(trueMicros.applyAsLong(millis * 1000), task::run);
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public void close() {}
  }

  private final class SimWorker implements Worker {

    private static final long NEVER = Long.MAX_VALUE;

    private final Turns turns;
    private final LongSupplier delay;

    /** Tells the turn that is to come from those that were planned before and are void. */
    private int plan;

    private long plannedAt = NEVER;
    private boolean planned;
    private boolean sleeping;
    private boolean started;
    private boolean running;
    private boolean woken;
    private boolean ended;

    SimWorker(Turns turns, LongSupplier delay) {
      this.turns = turns;
      this.delay = delay;
    }

    boolean isIdle() {
      return ended || sleeping || (!planned && !woken);
    }

    @Override
    public void start() {
      started = true;
      plan(delay.getAsLong());
    }

    @Override
    public void wake() {
      if (!started || running) {
        woken = true;
      } else if (!ended) {
        plan(delay.getAsLong());
      }
    }

    private void plan(long micros) {
      long at = delays.now() + micros;
      if (planned && plannedAt <= at) {
        return;
      }
      planned = true;
      sleeping = false;
      plannedAt = at;
      int mine = ++plan;
      life.after(
          micros,
          () -> {
            if (plan == mine) {
              turn();
            }
          });
    }

    private void turn() {
      planned = false;
      sleeping = false;
      running = true;
      woken = false;
      long nanos = turns.turn();
      running = false;
      if (nanos == Turns.END) {
        ended = true;
      } else if (nanos == Turns.AGAIN || woken) {
        plan(delay.getAsLong());
      } else if (nanos != Turns.UNTIL_WOKEN) {
        plan(trueMicros.applyAsLong(nanos / 1000));
        sleeping = true;
      }
    }

    @Override
    public void join() {}
  }
}
