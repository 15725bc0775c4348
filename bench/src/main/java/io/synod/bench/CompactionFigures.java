package io.synod.bench;

import io.synod.bench.cluster.Cluster;
import io.synod.bench.load.EtcdCalls;
import io.synod.bench.load.LoadGenerator;
import io.synod.bench.load.Sample;
import io.synod.bench.load.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long puts take while old revisions go, beside how long they take before. */
@Command(
    name = "compaction",
    mixinStandardHelpOptions = true,
    description =
        "Writes old revisions to three members of Synod, and prints how long puts take while"
            + " nothing is compacted, while all of it goes, and when it is gone.")
final class CompactionFigures implements Callable<Integer> {
  @Option(
      names = "--revisions",
      paramLabel = "N",
      description = "How many revisions to write first (default: ${DEFAULT-VALUE}).")
  private long revisions = 1_000_000;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      description = "One of ${NAMES} (default: ${DEFAULT-VALUE}).")
  private String name = "put-1000";

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each window is open (default: ${DEFAULT-VALUE}).")
  private double seconds = 20;

  @Mixin private final Place place = new Place();

  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  private CompactionFigures() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Workload workload = Workloads.named(name).orElse(null);
    if (workload == null) {
      out.printf("compaction: there is no workload '%s'; there are %s%n", name, Workloads.names());
      return 2;
    }
    try (LoadGenerator generator = new LoadGenerator();
        LoadGenerator asking = new LoadGenerator();
        Cluster cluster = Cluster.start(place.synod(), place.data(), place.port(), generator)) {
      List<InetSocketAddress> members = cluster.clientAddresses();
      generator.fill(members);
      long written = 0;
      Workload filling = Workloads.named("put-1000").orElseThrow();
      while (written < revisions) {
        written += generator.run(filling, members, 0, 5, LoadGenerator.NO_WINDOW).requests();
      }
      print("before", generator.run(workload, members, 2, seconds, LoadGenerator.NO_WINDOW));
      Compaction compaction = new Compaction(asking, members.getFirst(), written);
      print("while", generator.run(workload, members, 2, seconds, compaction));
      out.printf(
          Locale.ROOT, "%,d revisions were gone after %.1f s%n", written, compaction.ended());
      print("after", generator.run(workload, members, 2, seconds, LoadGenerator.NO_WINDOW));
      return 0;
    }
  }

  private void print(String when, Sample sample) {
    out.printf(
        Locale.ROOT,
        "%-7s %,9.0f puts/s, p50 %6.2f ms, p99 %6.2f ms, p99.9 %6.2f ms, longest %6.2f ms, %d"
            + " errors%n",
        when,
        sample.perSecond(),
        sample.millis(50),
        sample.millis(99),
        sample.millis(99.9),
        sample.millis(100),
        sample.errors());
  }

  /** Compacts when the window opens. */
  private static final class Compaction implements LoadGenerator.Window {
    private final LoadGenerator asking;
    private final InetSocketAddress member;
    private final long revision;
    private final CompletableFuture<Double> seconds = new CompletableFuture<>();

    Compaction(LoadGenerator asking, InetSocketAddress member, long revision) {
      this.asking = asking;
      this.member = member;
      this.revision = revision;
    }

    @Override
    public void opens() {
      var _ = Thread.ofPlatform().daemon().name("compaction").start(this::compact);
    }

    private void compact() {
      long began = System.nanoTime();
      try {
        byte[] _ = asking.ask(member, EtcdCalls.compaction(revision));
        seconds.complete((System.nanoTime() - began) / 1e9);
      } catch (IOException | InterruptedException | RuntimeException e) {
        seconds.completeExceptionally(e);
      }
    }

    @Override
    public void closes() {}

    double ended() {
      return seconds.join();
    }
  }
}
