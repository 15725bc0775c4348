package io.synod.bench;

import io.synod.bench.cluster.Cluster;
import io.synod.bench.cluster.Contender;
import io.synod.bench.cluster.ProcessCost;
import io.synod.bench.load.LoadGenerator;
import io.synod.bench.load.Sample;
import io.synod.bench.load.Workload;
import io.synod.bench.report.Measurement;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One system's turn in one round: a fresh cluster, warmed up, and every workload on it.
 *
 * @param contender whose turn it is
 * @param directory where the data directories go
 * @param port the first of the cluster's six ports
 * @param warmupSeconds how long puts and reads run before anything is measured
 * @param settleSeconds how long each workload runs before its window opens
 * @param seconds how long each workload's window is open
 * @param toFollower whether a single client talks to a follower rather than to the leader
 */
record Bout(
    Contender contender,
    Path directory,
    int port,
    double warmupSeconds,
    double settleSeconds,
    double seconds,
    boolean toFollower) {

  /** Told of each measurement as soon as it is there. */
  interface Listener {
    void measured(Workload workload, Measurement measurement);
  }

  void run(List<Workload> workloads, LoadGenerator generator, PrintWriter out, Listener listener)
      throws IOException, InterruptedException {
    try (Cluster cluster = Cluster.start(contender, directory, port, generator)) {
      say(out, contender.name() + ": started; filling %,d keys, then warming up", Workload.KEYS);
      refuseFaults(generator.fill(cluster.clientAddresses()));
      for (Workload workload : warmup()) {
        double share = warmupSeconds / warmup().size();
        refuseFaults(
            generator.run(workload, cluster.clientAddresses(), share, 0, LoadGenerator.NO_WINDOW));
      }
      for (Workload workload : workloads) {
        Measurement measurement = measure(cluster, workload, generator, out);
        listener.measured(workload, measurement);
        say(
            out,
            "%s %s: %,.0f/s, p50 %.2f ms, p99 %.2f ms, %.0f us of server CPU, %.0f MiB",
            contender.name(),
            workload.name(),
            measurement.perSecond(),
            measurement.p50Millis(),
            measurement.p99Millis(),
            measurement.cpuMicros(),
            measurement.residentMiB());
      }
    }
  }

  private static List<Workload> warmup() {
    return List.of(
        new Workload("warm-up", 1_000, 0, 256),
        new Workload("warm-up", 1_000, 90, 256),
        new Workload("warm-up", 1_000, 0, 256));
  }

  private Measurement measure(
      Cluster cluster, Workload workload, LoadGenerator generator, PrintWriter out)
      throws IOException, InterruptedException {
    List<InetSocketAddress> targets =
        workload.clients() == 1 ? List.of(single(cluster, generator)) : cluster.clientAddresses();
    Meter meter = new Meter(cluster.pids());
    Sample sample = generator.run(workload, targets, settleSeconds, seconds, meter);
    sample.faults().forEach(fault -> say(out, "%s", "failed request: " + fault));
    ProcessCost end = ProcessCost.of(cluster.pids());
    long requests = Math.max(1, sample.requests());
    return new Measurement(
        sample.perSecond(),
        sample.millis(50),
        sample.millis(99),
        (double) meter.serverMicros / requests,
        end.residentMiB(),
        end.peakMiB(),
        (double) meter.ownMicros / requests,
        sample.errors());
  }

  private InetSocketAddress single(Cluster cluster, LoadGenerator generator)
      throws IOException, InterruptedException {
    InetSocketAddress leader = cluster.leader(generator);
    return toFollower
        ? cluster.clientAddresses().stream()
            .filter(address -> !address.equals(leader))
            .findFirst()
            .orElse(leader)
        : leader;
  }

  private void refuseFaults(Sample sample) throws IOException {
    if (sample.errors() > 0) {
      throw new IOException(
          "%s answers with errors while it warms up: %s"
              .formatted(contender.name(), sample.faults().getFirst()));
    }
  }

  private static void say(PrintWriter out, String format, Object... arguments) {
    out.printf(Locale.ROOT, format + "%n", arguments);
    out.flush();
  }

  /** Takes processor time over the window. */
  private static final class Meter implements LoadGenerator.Window {
    private final List<Long> pids;
    private long serverMicros;
    private long ownMicros;

    Meter(List<Long> pids) {
      this.pids = pids;
    }

    @Override
    public void opens() {
      serverMicros = -cpu(pids);
      ownMicros = -own();
    }

    @Override
    public void closes() {
      serverMicros += cpu(pids);
      ownMicros += own();
    }

    private static long cpu(List<Long> pids) {
      try {
        return ProcessCost.of(pids).cpuMicros();
      } catch (IOException e) {
        throw new UncheckedIOException("a member has ended", e);
      }
    }

    private static long own() {
      return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L)
          / 1_000;
    }
  }
}
