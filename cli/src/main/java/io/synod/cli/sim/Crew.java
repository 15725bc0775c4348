package io.synod.cli.sim;

import io.synod.sim.Outcome;
import io.synod.sim.plan.Plan;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs seeds on several threads, and hands out what came of them in the order of the seeds. */
final class Crew implements AutoCloseable {

  /** So many runs for each thread may be done before their turn: some take long. */
  private static final int AHEAD = 16;

  private final Level level;
  private final int jobs;
  private final ExecutorService threads;
  private final ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
  private final Queue<Future<Result>> underWay = new ArrayDeque<>();
  private final long end;
  private long next;

  /** What came of one seed, and how many nanoseconds of CPU it took. */
  record Result(Outcome outcome, long nanos) {}

  /**
   * A crew.
   *
   * @param level what the seeds run
   * @param jobs how many threads
   * @param from the first seed
   * @param end the seed before which to stop
   */
  Crew(Level level, int jobs, long from, long end) {
    this.level = level;
    this.jobs = jobs;
    this.next = from;
    this.end = end;
    this.threads =
        Executors.newFixedThreadPool(jobs, Thread.ofPlatform().daemon().name("sim-", 1).factory());
  }

  /** Whether there is another seed to wait for. */
  boolean hasNext() {
    return next < end || !underWay.isEmpty();
  }

  /** What came of the next seed, once it has run. */
  Result next() throws InterruptedException {
    while (next < end && underWay.size() < jobs * AHEAD) {
      long seed = next++;
      underWay.add(threads.submit(() -> run(seed)));
    }
    try {
      return underWay.remove().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A run ended by itself: " + e.getCause(), e);
    }
  }

  private Result run(long seed) {
    long before = cpu.getCurrentThreadCpuTime();
    Outcome outcome = level.run(Plan.of(seed), 0);
    return new Result(outcome, cpu.getCurrentThreadCpuTime() - before);
  }

  /** Lets go of what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
