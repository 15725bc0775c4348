package io.synod.bench.scenario;

import io.synod.bench.cluster.Cluster;
import io.synod.bench.cluster.Contender;
import io.synod.bench.cluster.ProcessCost;
import io.synod.bench.load.Call;
import io.synod.bench.load.Connections;
import io.synod.bench.load.LoadGenerator;
import io.synod.bench.load.OpenLoop;
import io.synod.bench.load.Sample;
import io.synod.bench.load.Windows;
import io.synod.bench.load.Workload;
import io.synod.bench.report.Figures;
import io.synod.store.wire.RangeResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/**
 * A fresh cluster of one system, and what a scenario needs to work on it. Puts have a generator of
 * their own, so that they are made and timed whatever the other one is busy with.
 */
public final class Site implements AutoCloseable {
  private static final int PUT_CONNECTIONS = 30;
  private static final String RESET_PEAK = "5"; // proc(5), clear_refs

  private final Contender contender;
  private final Scale scale;
  private final Figures figures;
  private final PrintWriter out;
  private final LoadGenerator load = new LoadGenerator();
  private final LoadGenerator puts = new LoadGenerator();
  private final List<Runnable> open = new ArrayList<>();
  private final Cluster cluster;

  /**
   * Starts a cluster.
   *
   * @param contender of which system
   * @param directory where the data directories go
   * @param port the first of six ports
   * @param figures where figures go
   * @param out where progress is told
   */
  public Site(
      Contender contender, Path directory, int port, Scale scale, Figures figures, PrintWriter out)
      throws IOException, InterruptedException {
    this.contender = contender;
    this.scale = scale;
    this.figures = figures;
    this.out = out;
    this.cluster = Cluster.start(contender, directory, port, load);
  }

  Scale scale() {
    return scale;
  }

  Cluster cluster() {
    return cluster;
  }

  List<InetSocketAddress> members() {
    return cluster.clientAddresses();
  }

  /** The generator of everything but puts. */
  LoadGenerator load() {
    return load;
  }

  /** Makes puts at a rate, until the site is closed. */
  OpenLoop puts(double perSecond, LongFunction<Call> calls)
      throws IOException, InterruptedException {
    Connections connections = puts.connect(members(), PUT_CONNECTIONS, Windows.LARGE);
    open.add(connections::close);
    OpenLoop loop = new OpenLoop(connections, perSecond, calls);
    open.add(loop::close);
    return loop;
  }

  /** Opens connections that are there until the site is closed. */
  Connections connect(int count, Windows windows) throws IOException, InterruptedException {
    Connections connections = load.connect(members(), count, windows);
    open.add(connections::close);
    return connections;
  }

  /** Has the members work for a while, so that they are as fast as they get. */
  void warmUp(double fullSeconds) throws IOException, InterruptedException {
    double seconds = scale.seconds(fullSeconds);
    say("warming up for %.0f s", seconds);
    expectNoFaults(load.fill(members()));
    work(seconds);
  }

  /** Has the members read and write as much as they can for a while. */
  void work(double seconds) throws IOException, InterruptedException {
    Workload workload = new Workload("work", 1_000, 50, 256);
    expectNoFaults(load.run(workload, members(), seconds, 0, LoadGenerator.NO_WINDOW));
  }

  void expectNoFaults(Sample sample) throws IOException {
    if (sample.errors() > 0) {
      throw new IOException(
          "%s answers with errors: %s".formatted(contender.name(), sample.faults().getFirst()));
    }
  }

  /** The revision at which the cluster is. */
  long revision() throws IOException, InterruptedException {
    byte[] answer = load.ask(members().getFirst(), Requests.range('\0'));
    return RangeResponse.parseFrom(answer).getHeader().getRevision();
  }

  /** Has the largest memory so far forgotten. */
  void forgetPeak() throws IOException {
    for (long pid : cluster.pids()) {
      Files.writeString(Path.of("/proc", Long.toString(pid), "clear_refs"), RESET_PEAK);
    }
  }

  /** What the members' memory has come to; the largest member's. */
  ProcessCost cost() throws IOException {
    return ProcessCost.of(cluster.pids());
  }

  /** Notes a figure. */
  void figure(String title, int decimals, double value) {
    figures.add(title, decimals, contender.name(), value);
    say("%s: %s", title, Figures.format(decimals, value));
  }

  /** Notes how long puts took. */
  void puts(String when, Sample sample) throws IOException {
    expectNoFaults(sample);
    figure("puts " + when + ": p50, ms", 2, sample.millis(50));
    figure("puts " + when + ": p99, ms", 2, sample.millis(99));
    figure("puts " + when + ": longest, ms", 1, sample.millis(100));
  }

  void say(String format, Object... arguments) {
    out.printf(Locale.ROOT, "  " + contender.name() + ": " + format + "%n", arguments);
    out.flush();
  }

  @Override
  public void close() {
    open.reversed().forEach(Runnable::run);
    cluster.close();
    load.close();
    puts.close();
  }
}
