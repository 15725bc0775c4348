package io.synod.bench.scenario;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToLongFunction;
import org.HdrHistogram.Histogram;

/** Hears of the ends of leases, by the deletes of their keys: those of every other lease. */
final class Ends implements Watchers.Deletes {
  private static final long LONGEST_NANOS = 1_000_000_000_000L;
  private static final long LOOK_MILLIS = 20;

  private final int wanted;
  private final AtomicInteger seen = new AtomicInteger();
  private final Histogram lateness = new Histogram(LONGEST_NANOS, 3);
  private volatile IntToLongFunction due = _ -> 0;
  private final AtomicInteger early = new AtomicInteger();
  private final AtomicLong first = new AtomicLong();
  private final AtomicLong last = new AtomicLong();

  Ends(int leases) {
    this.wanted = leases / 2;
  }

  /** From now on, knows when each should end. */
  void expect(IntToLongFunction ends) {
    due = ends;
  }

  @Override
  public void deleted(long number) {
    long now = System.nanoTime();
    long late = now - due.applyAsLong((int) number);
    if (late < 0) {
      int _ = early.incrementAndGet();
    }
    lateness.recordValue(Math.clamp(late, 0, LONGEST_NANOS));
    boolean _ = first.compareAndSet(0, now);
    last.set(now);
    int _ = seen.incrementAndGet();
  }

  void awaitAll(double patienceSeconds) throws InterruptedException {
    long deadline = System.nanoTime() + (long) (patienceSeconds * 1e9);
    while (seen.get() < wanted && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** Notes what was heard. */
  void tell(Site site) throws IOException {
    site.figure("ends not seen", 0, wanted - seen.get());
    site.figure("ends too early", 0, early.get());
    site.figure("from the first end to the last, s", 1, (last.get() - first.get()) / 1e9);
    site.figure("late: p50, s", 1, lateness.getValueAtPercentile(50) / 1e9);
    site.figure("late: longest, s", 1, lateness.getMaxValue() / 1e9);
  }
}
