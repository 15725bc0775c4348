package io.synod.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Calls at a steady rate, whether or not those before were answered. Latency counts from when a
 * call was due, so that a server which stalls pays for all who would have called meanwhile.
 *
 * <p>What has no comment on threads may be called by the one thread that made it.
 */
public final class OpenLoop implements AutoCloseable {
  private static final long LONGEST_NANOS = 100_000_000_000L;
  private static final int MOST_OUTSTANDING = 200_000;
  private static final int FAULTS_KEPT = 5;
  private static final long TICK_MICROS = 500;

  private final class OneCall extends Exchange {
    private final long due;
    private final @Nullable Window window;

    OneCall(long due, @Nullable Window window) {
      this.due = due;
      this.window = window;
    }

    @Override
    void ended() {
      outstanding--;
      if (fault != null) {
        errors++;
        if (faults.size() < FAULTS_KEPT) {
          faults.add(fault);
        }
      }
      if (window != null) {
        window.answered(due, fault == null);
      }
    }
  }

  /** The calls that are due in it. */
  private static final class Window {
    private final CompletableFuture<Boolean> drained = new CompletableFuture<>();
    private final Histogram latencies = new Histogram(LONGEST_NANOS, 3);
    private final long opened = System.nanoTime();
    private long lastAnswer = opened;
    private long longestGap;
    private long calls;
    private long answers;
    private double seconds;
    private boolean closed;

    void answered(long due, boolean well) {
      long now = System.nanoTime();
      answers++;
      if (well) {
        latencies.recordValue(Math.min(now - due, LONGEST_NANOS));
      }
      longestGap = Math.max(longestGap, now - lastAnswer);
      lastAnswer = now;
      drainedIfSo();
    }

    void close() {
      closed = true;
      seconds = (System.nanoTime() - opened) / 1e9;
      drainedIfSo();
    }

    private void drainedIfSo() {
      if (closed && answers == calls) {
        drained.complete(true);
      }
    }
  }

  private final Connections connections;
  private final LongFunction<Call> calls;
  private final long intervalNanos;
  private final long began = System.nanoTime();
  private final List<String> faults = new ArrayList<>();
  private @Nullable Window window;
  private boolean ended;
  private long errors;
  private long next;
  private int outstanding;

  /**
   * Begins.
   *
   * @param connections which take turns
   * @param perSecond how many calls
   * @param calls the call of each number, from 0 on
   */
  public OpenLoop(Connections connections, double perSecond, LongFunction<Call> calls) {
    this.connections = connections;
    this.calls = calls;
    this.intervalNanos = (long) (1e9 / perSecond);
    connections.loop().execute(this::tick);
  }

  /** Returns when a call is due, as {@link System#nanoTime} has it. From any thread. */
  public long due(long number) {
    return began + number * intervalNanos;
  }

  private void tick() {
    if (ended) {
      return;
    }
    long now = System.nanoTime();
    while (due(next) <= now) {
      call(next);
      next++;
    }
    var _ = connections.loop().schedule(this::tick, TICK_MICROS, TimeUnit.MICROSECONDS);
  }

  private void call(long number) {
    Window open = window;
    if (outstanding >= MOST_OUTSTANDING) {
      errors++;
      return;
    }
    outstanding++;
    if (open != null) {
      open.calls++;
    }
    List<GrpcConnection> all = connections.all();
    all.get((int) (number % all.size())).call(calls.apply(number), new OneCall(due(number), open));
  }

  /** From now on calls count. */
  public void open() throws IOException, InterruptedException {
    boolean _ =
        connections.onLoop(() -> {
          window = new Window();
          return true;
        });
  }

  /** From now on calls do not count; waits for the answers to those that do. */
  public Sample close(double patienceSeconds) throws IOException, InterruptedException {
    Window closed =
        connections.onLoop(() -> {
          Window open = window;
          window = null;
          if (open == null) {
            throw new IllegalStateException("no window is open");
          }
          open.close();
          return open;
        });
    boolean _ = LoadGenerator.await(closed.drained, "answers to all puts", patienceSeconds);
    return connections.onLoop(() ->
        new Sample(
            closed.seconds, closed.latencies, closed.longestGap, errors, List.copyOf(faults)));
  }

  /** Measures for so long. */
  public Sample measure(double seconds) throws IOException, InterruptedException {
    open();
    TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    return close(LoadGenerator.PATIENCE_SECONDS);
  }

  /** Returns how many calls were made. */
  public long made() throws IOException, InterruptedException {
    return connections.onLoop(() -> next);
  }

  /** Makes no more calls. Returns how many were made. */
  public long stop() throws IOException, InterruptedException {
    return connections.onLoop(() -> {
      ended = true;
      return next;
    });
  }

  @Override
  public void close() {
    connections.loop().execute(() -> ended = true);
  }
}
