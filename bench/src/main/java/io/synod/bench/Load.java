package io.synod.bench;

import io.synod.bench.cluster.Contender;
import io.synod.bench.cluster.Machine;
import io.synod.bench.report.Figures;
import io.synod.bench.report.MeasuredPart;
import io.synod.bench.scenario.Scale;
import io.synod.bench.scenario.Scenario;
import io.synod.bench.scenario.Site;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command behind {@code bench/load}. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Puts three members of etcd and three of Synod in turn under the same load, on this"
            + " machine, with fsync on: many watchers, slow ones, leases, long ranges, compaction.")
final class Load implements Callable<Integer> {
  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "Only this one; may be given several times. There are: ${SCENARIOS}.")
  private List<String> names = List.of();

  @Option(
      names = "--quick",
      description = "A twentieth of everything, to try it out; leaves the page as it is.")
  private boolean quick;

  @Mixin private final Turns turns = new Turns(1);

  @Mixin private final Sides sides = new Sides();

  @Mixin private final Place place = new Place();

  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  /** How many others wanted the processors when a scenario began. */
  private double busy;

  private Load() {}

  /** The scenarios' names, in one line. */
  static String names() {
    return Scenario.ALL.stream().map(Scenario::name).collect(Collectors.joining(", "));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    turns.check();
    List<Scenario> scenarios = scenarios();
    place.refuseMemory();
    String machine = Machine.describe(place.data());
    out.println(machine);
    for (Scenario scenario : scenarios) {
      busy = Machine.loadAverage();
      Figures figures = measure(scenario);
      out.printf("%n%s%n%n%s%n", scenario.title(scale()), figures.table());
      if (!quick && !turns.keepsPage()) {
        write(scenario, figures, machine);
      }
    }
    return 0;
  }

  private Scale scale() {
    return quick ? Scale.QUICK : Scale.FULL;
  }

  private Figures measure(Scenario scenario) throws IOException, InterruptedException {
    // what Synod may hold is its own business; etcd refuses writes beyond 2 GB unless told so
    List<Contender> contenders =
        new ArrayList<>(sides.contenders(place, "--quota-backend-bytes", "8589934592"));
    Figures figures = new Figures();
    turns.take(
        contenders,
        (contender, round) -> {
          out.printf(
              "%s: %s, round %d of %d%n", scenario.name(), contender.name(), round, turns.rounds());
          try (Site site = new Site(contender, place.data(), place.port(), scale(), figures, out)) {
            scenario.run(site);
          }
        });
    return figures;
  }

  private List<Scenario> scenarios() {
    for (String name : names) {
      if (Scenario.ALL.stream().noneMatch(scenario -> scenario.name().equals(name))) {
        throw sides.wrong("there is no scenario '%s'; there are %s".formatted(name, names()));
      }
    }
    return Scenario.ALL.stream()
        .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
        .toList();
  }

  private void write(Scenario scenario, Figures figures, String machine) throws IOException {
    String measured =
        "### %s%n%n%s%n%n%s%nMeasured on %s: %s, three members each on loopback, in turn on one machine (%s), %s; its load average was %.1f when that began.%n"
            .formatted(
                scenario.title(scale()),
                scenario.method(scale()),
                figures.table(),
                LocalDate.now(ZoneOffset.UTC),
                sides.versions(),
                machine,
                turns.rounds() == 1 ? "once" : "medians of " + turns.rounds() + " rounds",
                busy);
    Path page = turns.directory(place.root()).resolve("performance.md");
    new MeasuredPart("bench/load --scenario " + scenario.name()).write(page, measured);
    out.printf("written: %s%n", page);
  }
}
