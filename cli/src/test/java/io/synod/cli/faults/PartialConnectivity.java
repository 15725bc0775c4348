package io.synod.cli.faults;

import io.synod.cli.faults.links.Namespaces;
import io.synod.cli.faults.links.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code bench/partial-connectivity}: the test's faults, timed. */
@Command(
    name = "partial-connectivity",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Cuts the links between members, each in a network namespace of its own, in the three"
            + " shapes of the Omni-Paxos paper, and says how long it takes until a write is"
            + " acknowledged again. Needs root.")
final class PartialConnectivity implements Callable<Integer> {
  private static final long SETTLE_MILLIS = 1_000;
  private static final long LOOK_MILLIS = 20;
  private static final String SYNOD = "Synod";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each system has its turn (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(
      names = "--members",
      paramLabel = "N",
      split = ",",
      description = "How many members (default: ${DEFAULT-VALUE}).")
  private List<Integer> sizes = List.of(3, 5);

  @Option(
      names = "--only",
      paramLabel = "SYSTEM",
      description = "Only synod, or only etcd (with and without --pre-vote).")
  private String only = "";

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long to wait for a write (default: ${DEFAULT-VALUE}).")
  private int seconds = 20;

  @Option(
      names = "--after",
      paramLabel = "S",
      description =
          "How long to go on watching when writes go on again (default: ${DEFAULT-VALUE}).")
  private int after = 5;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the data directories are made for the run (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("/var/tmp");

  @Option(names = "--keep", description = "Keep the figures of docs/partial-connectivity.md.")
  private boolean keep;

  @Option(names = "--versions", hidden = true, description = "What the systems say they are.")
  private String versions = "";

  @Option(names = "--root", hidden = true, description = "The repository; the launcher says where.")
  private Path root = Path.of("").toAbsolutePath();

  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
  private final Map<TrialTable.Row, List<Trial>> trials = new LinkedHashMap<>();

  private PartialConnectivity() {}

  /**
   * Runs it, and exits with 0, 1 (failure) or 2 (usage).
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new PartialConnectivity());
    line.setExecutionExceptionHandler((failure, command, _) -> {
      if (!(failure instanceof IOException)) {
        throw failure;
      }
      command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    });
    System.exit(line.execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (!Set.of("", "synod", "etcd").contains(only)) {
      throw new CommandLine.ParameterException(
          new CommandLine(this), "--only takes etcd or synod, not '" + only + "'");
    }
    Optional<String> whyNot = Namespaces.whyNot();
    if (whyNot.isPresent()) {
      throw new IOException(whyNot.get() + ".");
    }
    Map<String, List<String>> systems = systems();
    String loadBefore = load();
    for (int round = 1; round <= rounds; round++) {
      for (int members : sizes) {
        for (Map.Entry<String, List<String>> system : systems.entrySet()) {
          try {
            run(round, members, system.getKey(), system.getValue());
          } catch (AssertionError e) {
            throw new IOException(system.getKey() + ": " + e.getMessage(), e);
          }
        }
      }
      report(round, loadBefore);
    }
    return 0;
  }

  /** After every round, so that a run that is ended early has figures too. */
  private void report(int done, String loadBefore) throws IOException {
    String table = TrialTable.render(trials, seconds);
    out.println();
    out.print(table);
    if (keep || !only.isEmpty()) {
      return;
    }
    Path page = root.resolve("docs", "partial-connectivity.md");
    String circumstances =
        "Measured on %s: %s; rounds: %d; %d processors, Linux %s, whose load (1 min) was %s before and %s after."
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                versions,
                done,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version").replaceAll("-.*", ""),
                loadBefore,
                load());
    Files.writeString(
        page, TrialTable.replace(Files.readString(page), circumstances + "\n\n" + table));
    out.println("written: " + page);
  }

  private static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
  }

  private Map<String, List<String>> systems() throws IOException {
    Map<String, List<String>> systems = new LinkedHashMap<>();
    if (!only.equals("etcd")) {
      systems.put(SYNOD, List.of(root.resolve("synod").toString(), "server"));
    }
    if (!only.equals("synod")) {
      systems.put("etcd", List.of("etcd"));
      systems.put("etcd --pre-vote", List.of("etcd", "--pre-vote"));
    }
    return systems;
  }

  /** All shapes on one fresh cluster. */
  private void run(int round, int members, String system, List<String> program) throws Exception {
    Processes processes = new Processes();
    Path home = Files.createTempDirectory(data, "synod-partial-");
    try (Split split = Split.start(processes, home, members, program)) {
      for (Shape shape : Shape.values()) {
        int leader = split.probe().awaitLeader();
        TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
        split.cut(shape, leader);
        Trial trial = watch(split.probe(), shape, members, leader);
        split.heal();
        out.printf("round %d, %s of %d, %s: %s%n", round, shape.title(), members, system, trial);
        trials
            .computeIfAbsent(new TrialTable.Row(shape, members, system), _ -> new ArrayList<>())
            .add(trial);
      }
    } finally {
      processes.killAll();
      Processes.remove(home);
    }
  }

  private Trial watch(Probe probe, Shape shape, int members, int leader)
      throws InterruptedException {
    int hub = shape.hub(members, leader);
    List<Integer> served = shape.served(members, leader);
    long begun = System.nanoTime();
    long last = begun + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < last
        && !served.stream().allMatch(member -> probe.first(member).isPresent())) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    TimeUnit.SECONDS.sleep(after);
    return Trial.of(probe, hub, served);
  }
}
