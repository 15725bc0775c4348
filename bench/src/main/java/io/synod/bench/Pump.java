package io.synod.bench;

import com.google.protobuf.BytesValue;
import com.google.protobuf.UnsafeByteOperations;
import io.synod.bench.transport.Endpoint;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Keeps a number of messages in flight, and takes the time of each until its answer. */
final class Pump {
  private static final int RING = 1_024;

  private final BytesValue message;
  private final long[] sentAt = new long[RING];
  private final Histogram latencies = new Histogram(10_000_000_000L, 3);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean recording;
  private volatile boolean stopping;
  private @Nullable Endpoint endpoint;
  private long sent;
  private long answered;

  Pump(byte[] payload) {
    message = BytesValue.of(UnsafeByteOperations.unsafeWrap(payload));
  }

  /** Sends the first messages; every further one follows an answer. */
  synchronized void start(Endpoint to, int inFlight) {
    endpoint = to;
    for (int i = 0; i < inFlight; i++) {
      send(to);
    }
  }

  /** Takes times from now on, or no longer. */
  void record(boolean on) {
    recording = on;
  }

  /** Lets what is in flight come home. Returns the times taken, in nanoseconds. */
  Histogram stop() throws InterruptedException {
    stopping = true;
    stopped.await();
    return latencies;
  }

  /** One answer came. */
  synchronized void answered() {
    long nanos = System.nanoTime() - sentAt[(int) (answered++ % RING)];
    if (recording) {
      latencies.recordValue(nanos);
    }
    Endpoint to = endpoint;
    if (!stopping && to != null) {
      send(to);
    } else if (answered == sent) {
      stopped.countDown();
    }
  }

  private void send(Endpoint to) {
    sentAt[(int) (sent++ % RING)] = System.nanoTime();
    to.send(message);
  }
}
