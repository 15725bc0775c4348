package io.synod.bench;

import io.synod.bench.cluster.Contender;
import io.synod.bench.cluster.Machine;
import io.synod.bench.load.LoadGenerator;
import io.synod.bench.load.Workload;
import io.synod.bench.report.ChartSvg;
import io.synod.bench.report.MarkdownReport;
import io.synod.bench.report.MeasuredPart;
import io.synod.bench.report.Metric;
import io.synod.bench.report.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command behind {@code bench/against-etcd}. */
@Command(
    name = "against-etcd",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures three members of etcd and three of Synod in turn, on this machine, with fsync on"
            + " and the same load, and says how they compare.")
final class AgainstEtcd implements Callable<Integer> {
  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each workload is measured (default: ${DEFAULT-VALUE}).")
  private double seconds = 5;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      description =
          "How long a fresh cluster works before anything is measured (default: ${DEFAULT-VALUE}).")
  private double warmup = 30;

  @Option(
      names = "--settle",
      paramLabel = "S",
      description =
          "How long each workload runs before it is measured (default: ${DEFAULT-VALUE}).")
  private double settle = 2;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      description = "Only this one; may be given several times. There are: ${NAMES}.")
  private List<String> names = List.of();

  @Option(
      names = "--follower",
      description = "Connect a single client to a follower rather than to the leader.")
  private boolean follower;

  @Mixin private final Turns turns = new Turns(3);

  @Mixin private final Place place = new Place();

  @Mixin private final Sides sides = new Sides();

  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  private AgainstEtcd() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Workload> workloads = workloads();
    List<Contender> contenders = sides.contenders(place);
    place.refuseMemory();
    String machine = Machine.describe(place.data());
    out.println(machine);
    Results results = new Results();
    try (LoadGenerator generator = new LoadGenerator()) {
      turns.take(
          contenders,
          (contender, round) -> {
            out.printf("round %d of %d%n", round, turns.rounds());
            new Bout(contender, place.data(), place.port(), warmup, settle, seconds, follower)
                .run(
                    workloads,
                    generator,
                    out,
                    (workload, measurement) ->
                        results.add(Workloads.describe(workload), contender.name(), measurement));
          });
    }
    summarize(results, contenders);
    List<String> verdicts =
        Workloads.GOALS.stream()
            .filter(goal -> results.compares(goal.workload()))
            .map(goal -> goal.verdict(results))
            .toList();
    out.println();
    verdicts.forEach(out::println);
    if (results.errors() > 0) {
      out.printf("%,d requests failed, so these figures are void%n", results.errors());
      return 1;
    }
    if (!turns.keepsPage() && contenders.size() == 2) {
      write(results, machine, verdicts);
    }
    return 0;
  }

  private List<Workload> workloads() {
    turns.check();
    if (seconds <= 0 || warmup < 0 || settle < 0) {
      throw sides.wrong("--seconds must be more than 0, --warmup and --settle not negative");
    }
    if (names.isEmpty()) {
      return Workloads.ALL;
    }
    return names.stream()
        .map(name ->
            Workloads.named(name)
                .orElseThrow(() ->
                    sides.wrong(
                        "there is no workload '%s'; there are %s"
                            .formatted(name, Workloads.names()))))
        .toList();
  }

  private void summarize(Results results, List<Contender> contenders) {
    for (String workload : results.workloads()) {
      out.printf("%n%s%n", workload);
      for (Metric metric : Metric.values()) {
        out.printf("  %-28s", metric.title());
        for (Contender contender : contenders) {
          out.printf(
              "%8s %10s",
              contender.name(),
              metric.format(results.spread(workload, contender.name(), metric).median()));
        }
        out.println(
            results.compares(workload) ? "   ratio " + results.ratio(workload, metric).text() : "");
      }
      for (Contender contender : contenders) {
        out.printf(
            Locale.ROOT,
            "  load generator beside %s: %.1f us of CPU per request%n",
            contender.name(),
            results.generatorMicros(workload, contender.name()));
      }
    }
  }

  private void write(Results results, String machine, List<String> verdicts) throws IOException {
    Path directory = turns.directory(place.root());
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    List<String> circumstances =
        List.of(
            "Measured on %s: %s, three members each on loopback, in turn on one machine: %s."
                .formatted(today, sides.versions(), machine),
            "%d rounds in turns, each on fresh clusters after %.0f s of warm-up; every workload ran %.0f s before and %.0f s while it was measured. A single client talked to %s."
                .formatted(
                    turns.rounds(),
                    warmup,
                    settle,
                    seconds,
                    follower ? "a follower" : "the leader"));
    String chart = "performance.svg";
    Files.writeString(
        directory.resolve(chart),
        ChartSvg.draw(
            results,
            "%s, three members on %d processors, %d rounds; bars: median, lines: least to most"
                .formatted(today, Runtime.getRuntime().availableProcessors(), turns.rounds())));
    Path page = directory.resolve("performance.md");
    new MeasuredPart("bench/against-etcd")
        .write(page, MarkdownReport.render(results, circumstances, verdicts, chart));
    out.printf("%nwritten: %s and %s beside it%n", page, chart);
  }
}
