package io.synod.bench;

import io.synod.bench.transport.Endpoint;
import io.synod.bench.transport.FramedTransport;
import io.synod.bench.transport.GrpcTransport;
import io.synod.bench.transport.Transport;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Random;
import org.HdrHistogram.Histogram;

/**
 * Compares ways for members to send each other streams of Protobuf messages: gRPC's streams and
 * frames with a length over plain Netty. Prints one line per transport, size and manner.
 */
public final class PeerTransports {
  private static final int ROUNDS = 5;
  private static final double SECONDS = 3;
  private static final int IN_FLIGHT_BYTES = 1 << 20;
  private static final int MOST_IN_FLIGHT = 512;

  private record Figures(double perSecond, double p50Micros, double p99Micros, double cpuMicros) {}

  private PeerTransports() {}

  /**
   * Runs the comparison, which takes about four minutes.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws Exception {
    for (int inFlight : new int[] {1, MOST_IN_FLIGHT}) { // compiles both, and is not printed
      measure(new GrpcTransport(), 300, inFlight);
      measure(new FramedTransport(), 300, inFlight);
    }
    System.out.println(
        "transport  size   in flight  messages/s   p50 us   p99 us   CPU us/message");
    for (int size : new int[] {300, 30_000}) {
      int window = Math.min(MOST_IN_FLIGHT, IN_FLIGHT_BYTES / size);
      for (int inFlight : new int[] {1, window}) {
        for (int round = 0; round < ROUNDS; round++) {
          print("gRPC", size, inFlight, measure(new GrpcTransport(), size, inFlight));
          print("framed", size, inFlight, measure(new FramedTransport(), size, inFlight));
        }
      }
    }
  }

  private static void print(String transport, int size, int inFlight, Figures figures) {
    System.out.printf(
        Locale.ROOT,
        "%-9s %6d %10d %,12.0f %8.1f %8.1f %14.1f%n",
        transport,
        size,
        inFlight,
        figures.perSecond,
        figures.p50Micros,
        figures.p99Micros,
        figures.cpuMicros);
  }

  /**
   * One side keeps so many messages in flight; the other side answers each with a small one on a
   * stream of its own, as an acceptor does.
   */
  private static Figures measure(Transport transport, int size, int inFlight) throws Exception {
    byte[] payload = new byte[size];
    new Random(size).nextBytes(payload);
    try (transport) {
      Pump pump = new Pump(payload);
      Endpoint there = transport.open(pump::answered);
      pump.start(there, inFlight);
      Thread.sleep(1_500);
      long cpu = processCpuNanos();
      long began = System.nanoTime();
      pump.record(true);
      Thread.sleep((long) (SECONDS * 1_000));
      pump.record(false);
      double seconds = (System.nanoTime() - began) / 1e9;
      double cpuNanos = processCpuNanos() - cpu;
      Histogram latencies = pump.stop();
      long messages = latencies.getTotalCount();
      return new Figures(
          messages / seconds,
          latencies.getValueAtPercentile(50) / 1e3,
          latencies.getValueAtPercentile(99) / 1e3,
          cpuNanos / 1e3 / messages);
    }
  }

  private static long processCpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
