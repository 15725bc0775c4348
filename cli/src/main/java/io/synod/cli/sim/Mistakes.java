package io.synod.cli.sim;

import io.synod.cli.Table;
import io.synod.sim.broken.BrokenRules;
import io.synod.sim.broken.Mistake;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Breaks the protocol, a mistake at a time, and shows which checker noticed. */
final class Mistakes {

  private static final int WAIT_MILLIS = 100;

  private final List<Trial> trials;
  private final int jobs;
  private final Stop stop;
  private final Progress progress = Progress.onStandardError();
  private final ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
  private final AtomicInteger done = new AtomicInteger();
  private final Map<Trial, Result> results = new LinkedHashMap<>();

  private record Result(BrokenRules.Catch what, long nanos) {}

  /** A mistake, and the level at which it is made. */
  record Trial(Level level, Mistake mistake) {}

  Mistakes(List<Trial> trials, int jobs, Stop stop) {
    this.trials = trials;
    this.jobs = jobs;
    this.stop = stop;
  }

  /** Runs them, until all are done or somebody says stop. */
  void run() throws InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            jobs, Thread.ofPlatform().daemon().name("broken-", 1).factory());
    try {
      List<Future<Result>> futures = new ArrayList<>();
      trials.forEach(trial -> futures.add(threads.submit(() -> run(trial))));
      for (int i = 0; i < trials.size() && !stop.isAsked(); i++) {
        await(futures.get(i));
        if (futures.get(i).state() == Future.State.SUCCESS) {
          results.put(trials.get(i), futures.get(i).resultNow());
        }
      }
    } finally {
      threads.shutdownNow();
      progress.clear();
    }
  }

  private Result run(Trial trial) {
    long before = cpu.getCurrentThreadCpuTime();
    BrokenRules.Catch what = trial.level().breaking().apply(trial.mistake());
    done.incrementAndGet();
    return new Result(what, cpu.getCurrentThreadCpuTime() - before);
  }

  private void await(Future<Result> future) throws InterruptedException {
    while (!stop.isAsked()) {
      try {
        future.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        if (progress.isDue()) {
          progress.say(
              "%s%d of %d broken rules, %s"
                  .formatted(
                      Progress.bar(done.get() / (double) trials.size()),
                      done.get(),
                      trials.size(),
                      Progress.clock(progress.millis() / 1_000)));
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("A broken rule could not be run: " + e.getCause(), e);
      }
    }
  }

  /** How many were run and not caught. */
  long missed() {
    return results.values().stream().filter(result -> !result.what().isCaught()).count();
  }

  /** What came of them. */
  String table() {
    Table table =
        new Table("BROKEN RULE", "CAUGHT BY", "SEEDS", "OF", "CPU s", "WHAT IS DONE WRONG");
    long nanos = 0;
    for (Result result : results.values()) {
      BrokenRules.Catch what = result.what();
      table.row(
          what.mistake().name(),
          what.isCaught() ? what.checker() : "NOT CAUGHT",
          Long.toString(what.seeds()),
          Integer.toString(what.mistake().budget()),
          String.format(Locale.ROOT, "%.1f", result.nanos() / 1e9),
          what.mistake().sentence());
      nanos += result.nanos();
    }
    return table
        + String.format(
            Locale.ROOT,
            "%n%s%d of %d broken rules caught in %s, with %.0f s of CPU%n",
            stop.isAsked() ? "Stopped: " : "",
            results.size() - missed(),
            trials.size(),
            Progress.clock(progress.millis() / 1_000),
            nanos / 1e9);
  }
}
