package io.synod.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Clients that each make the next call when the last one has been answered. Used on the event loop
 * only, but for {@link #drained} and, after that, {@link #sample}.
 */
final class ClosedLoop {
  private static final int FAULTS_KEPT = 5;
  private static final long LONGEST_NANOS = 100_000_000_000L;

  private final class Client extends Exchange {
    private final GrpcConnection connection;
    private long began;

    Client(GrpcConnection connection) {
      this.connection = connection;
    }

    void next() {
      if (callsLeft == 0) {
        retire();
        return;
      }
      callsLeft--;
      began = System.nanoTime();
      connection.call(calls.get(), this);
    }

    @Override
    void ended() {
      if (fault == null) {
        if (open) {
          answered();
        }
        next();
        return;
      }
      errors++;
      if (faults.size() < FAULTS_KEPT) {
        faults.add(fault);
      }
      retire(); // a run with an error is void, so the client need not go on
    }

    private void answered() {
      long now = System.nanoTime();
      latencies.recordValue(Math.min(now - began, LONGEST_NANOS));
      longestGap = Math.max(longestGap, now - lastAnswer);
      lastAnswer = now;
    }

    private void retire() {
      if (--running == 0) {
        drained.complete(true);
      }
    }
  }

  private final Supplier<Call> calls;
  private final Histogram latencies = new Histogram(LONGEST_NANOS, 3);
  private final List<String> faults = new ArrayList<>();
  private final CompletableFuture<Boolean> drained = new CompletableFuture<>();
  private long callsLeft;
  private long errors;
  private int running;
  private long lastAnswer;
  private long longestGap;
  private boolean open;

  /** Clients that make these calls, and stop after so many of them. */
  ClosedLoop(Supplier<Call> calls, long howMany) {
    this.calls = calls;
    this.callsLeft = howMany;
  }

  /** Lets so many clients begin, dealt out to the connections in turn. Returns the time. */
  long start(List<GrpcConnection> connections, int clients) {
    running = clients;
    for (int i = 0; i < clients; i++) {
      new Client(connections.get(i % connections.size())).next();
    }
    return System.nanoTime();
  }

  /** From now on answers count. Returns the time. */
  long openWindow() {
    open = true;
    lastAnswer = System.nanoTime();
    return lastAnswer;
  }

  /** From now on answers do not count, and no client makes another call. Returns the time. */
  long closeWindow() {
    open = false;
    callsLeft = 0;
    return System.nanoTime();
  }

  /** Completes when no client has a call outstanding any more. */
  CompletableFuture<Boolean> drained() {
    return drained;
  }

  /** What the clients saw while the window was open. */
  Sample sample(double seconds) {
    return new Sample(seconds, latencies, longestGap, errors, List.copyOf(faults));
  }
}
