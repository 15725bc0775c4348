package io.synod.cli.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.cli.Failure;
import io.synod.cli.Nearest;
import io.synod.sim.Outcome;
import io.synod.sim.Report;
import io.synod.sim.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code synod sim}. */
@Command(
    name = "sim",
    description = {
      "Run simulated clusters under faults, and check all that they do.",
      "",
      "Each seed is a cluster, its clients, its faults and all that happens, the same each time."
          + " The first seed at which something is wrong ends it: the run is made smaller and"
          + " shown, with the command that replays it."
    },
    footer = {
      "It fails if anything is found, or a broken rule is not caught. Ctrl-C ends it with a"
          + " summary, and with 1 because not all was run; a campaign goes on from there.",
      "docs/testing.md says what is simulated and what is checked."
    })
public final class SimCommand implements Callable<Integer> {

  private static final String ALL = "all";
  private static final int MOST_JOBS = 256;

  private final List<Level> levels;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many seeds to run (default 1,000; with --minutes or --campaign no limit).")
  private @Nullable Long seeds;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "How long to run seeds at most (default no limit).")
  private @Nullable Integer minutes;

  @Option(names = "--from", paramLabel = "SEED", description = "The first seed (default 1).")
  private @Nullable Long from;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = {
        "How much of a member is simulated: cores, the protocol (default), or members, with their",
        "journals, recovery, snapshots and stores (default of --seeds then: 100)."
      })
  private @Nullable String levelName;

  @Option(
      names = "--jobs",
      paramLabel = "J",
      description = "How many runs at once (default: one for each processor).")
  private @Nullable Integer jobs;

  @Option(
      names = "--campaign",
      paramLabel = "FILE",
      description =
          "A long run: keeps its place and what it finds in FILE, and goes on from there when it is"
              + " run again, even after kill -9. Does not stop at what it finds.")
  private @Nullable String campaignFile;

  @Option(
      names = "--replay",
      paramLabel = "SEED",
      description = "Run one seed and show the last of what happened in it.")
  private @Nullable Long replay;

  @Option(
      names = "--with",
      paramLabel = "NAME=NUMBER,...",
      description = "Of the run to replay, other figures than those that its seed gives it.")
  private @Nullable String with;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Write all that happened in the run to replay into FILE.")
  private @Nullable String traceFile;

  @Option(
      names = "--broken",
      paramLabel = "NAME,...",
      arity = "0..1",
      fallbackValue = ALL,
      description =
          "Break the protocol in each of more than a hundred ways that people do (or only in those"
              + " that are named), and show which checker catches it, after how many seeds and"
              + " seconds.")
  private @Nullable String broken;

  SimCommand() {
    this(Level.ALL);
  }

  SimCommand(List<Level> levels) {
    this.levels = levels;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    Level level = level();
    check();
    if (replay != null) {
      return replay(level, replay);
    }
    try (Stop stop = Stop.onSignal()) {
      return broken != null ? broken(broken, stop) : seeds(level, stop);
    }
  }

  private Level level() throws Failure {
    String name = Objects.requireNonNullElse(levelName, levels.getFirst().label());
    return levels.stream()
        .filter(level -> level.label().equals(name))
        .findFirst()
        .orElseThrow(() ->
            Failure.usage(
                "--level=%s is none of %s."
                    .formatted(
                        name,
                        levels.stream().map(Level::label).collect(Collectors.joining(" and ")))));
  }

  private void check() throws Failure {
    atLeastOne("--seeds", seeds);
    atLeastOne("--minutes", minutes);
    atLeastOne("--jobs", jobs);
    if (jobs != null && jobs > MOST_JOBS) {
      throw Failure.usage("--jobs=%d is not a number from 1 to %d.".formatted(jobs, MOST_JOBS));
    }
    if (replay != null) {
      refuse("--replay, which runs one seed", flags(seeds, minutes, from, jobs, campaignFile));
      refuse("--replay, which runs one seed", broken == null ? List.of() : List.of("--broken"));
    } else {
      Map<String, Object> only = new LinkedHashMap<>();
      put(only, "--with", with);
      put(only, "--trace", traceFile);
      for (String flag : only.keySet()) {
        throw Failure.usage(flag + " is about a run to replay; name that with --replay.");
      }
    }
    if (broken != null) {
      refuse("--broken, which has its own seeds", flags(seeds, minutes, from, null, campaignFile));
    }
  }

  private static List<String> flags(
      @Nullable Object seeds,
      @Nullable Object minutes,
      @Nullable Object from,
      @Nullable Object jobs,
      @Nullable Object campaign) {
    Map<String, Object> given = new LinkedHashMap<>();
    put(given, "--seeds", seeds);
    put(given, "--minutes", minutes);
    put(given, "--from", from);
    put(given, "--jobs", jobs);
    put(given, "--campaign", campaign);
    return List.copyOf(given.keySet());
  }

  private static void put(Map<String, Object> given, String flag, @Nullable Object value) {
    if (value != null) {
      given.put(flag, value);
    }
  }

  private static void refuse(String what, List<String> flags) throws Failure {
    if (!flags.isEmpty()) {
      throw Failure.usage(
          "%s does not go with %s; leave one of them out.".formatted(flags.getFirst(), what));
    }
  }

  private static void atLeastOne(String flag, @Nullable Number value) throws Failure {
    if (value != null && value.longValue() < 1) {
      throw Failure.usage("%s=%d is less than 1.".formatted(flag, value.longValue()));
    }
  }

  private int jobs() {
    return jobs != null ? jobs : Math.min(MOST_JOBS, Runtime.getRuntime().availableProcessors());
  }

  private int seeds(Level level, Stop stop) throws Failure, InterruptedException {
    long first = from != null ? from : 1;
    boolean unlimited = seeds == null && (minutes != null || campaignFile != null);
    long count = seeds != null ? seeds : level.seeds();
    if (!unlimited && first > Long.MAX_VALUE - count) {
      throw Failure.usage("There are no %,d seeds from %d on.".formatted(count, first));
    }
    long end = unlimited ? Long.MAX_VALUE : first + count;
    long millis = minutes == null ? Long.MAX_VALUE : minutes * 60_000L;
    try (Campaign campaign =
        campaignFile == null ? null : Campaign.open(path(campaignFile), level, first)) {
      Seeds run = new Seeds(level, jobs(), first, end, millis, stop, campaign);
      Optional<Outcome> accused = run.run();
      if (accused.isPresent()) {
        Report story = run.story(accused.get());
        System.out.println(story.text());
        System.out.print(run.summary());
        return fail(
            stop, "A checker accuses the protocol; replay it with `" + story.replay() + "`.");
      }
      System.out.print(run.summary());
      if (campaign != null && campaign.findings() > 0) {
        return fail(stop, "The campaign found something; its log is " + campaign.file() + ".");
      }
      return stop.isAsked() ? Failure.FAILED : 0;
    }
  }

  /** Says why it failed, unless the process is ending and would not wait for the sentence. */
  private static int fail(Stop stop, String sentence) throws Failure {
    if (stop.isAsked()) {
      System.err.println("synod: " + sentence);
      return Failure.FAILED;
    }
    throw Failure.failed(sentence);
  }

  private int broken(String names, Stop stop) throws Failure, InterruptedException {
    List<Mistakes.Trial> trials =
        levels.stream()
            .filter(level -> levelName == null || level.label().equals(levelName))
            .flatMap(level ->
                level.mistakes().stream().map(mistake -> new Mistakes.Trial(level, mistake)))
            .toList();
    if (!names.equals(ALL)) {
      List<String> known = trials.stream().map(trial -> trial.mistake().name()).toList();
      List<String> chosen = List.of(names.split(",", -1));
      for (String name : chosen) {
        if (!known.contains(name)) {
          throw Failure.usage(
              "There is no broken rule %s%s"
                  .formatted(
                      name,
                      Nearest.to(name, known)
                          .map(near -> "; did you mean " + near + "?")
                          .orElse("; `./synod sim --broken` shows all.")));
        }
      }
      trials = trials.stream().filter(trial -> chosen.contains(trial.mistake().name())).toList();
    }
    Mistakes run = new Mistakes(trials, jobs(), stop);
    run.run();
    System.out.print(run.table());
    if (run.missed() > 0) {
      return fail(
          stop,
          "Of the broken rules %d are not caught, so the checkers miss something."
              .formatted(run.missed()));
    }
    return stop.isAsked() ? Failure.FAILED : 0;
  }

  private int replay(Level level, long seed) throws Failure {
    Plan plan = plan(seed);
    Outcome outcome = level.run(plan, traceFile == null ? Seeds.LINES : Integer.MAX_VALUE);
    if (traceFile != null) {
      Path file = path(traceFile);
      try {
        Files.writeString(file, Report.draw(outcome.lines(), plan), UTF_8);
      } catch (IOException e) {
        throw Failure.failed(
            "The trace cannot be written to %s; name a file that can be written.".formatted(file));
      }
      System.out.printf(
          Locale.ROOT, "%,d lines of what happened are in %s.%n", outcome.lines().size(), file);
    }
    System.out.print(
        (traceFile == null ? Report.draw(outcome.lines(), plan) : "") + "\n" + plan + "\n");
    System.out.printf(
        Locale.ROOT,
        "%,.3f simulated s, %,d events, %,d slots, %,d answers; trace hash %016x%n",
        outcome.micros() / 1e6,
        outcome.events(),
        outcome.figures().slots(),
        outcome.figures().answers(),
        outcome.hash());
    if (outcome.accusation().isPresent()) {
      Outcome.Accusation accusation = outcome.accusation().get();
      throw Failure.failed(accusation.checker() + ": " + accusation.sentence());
    }
    System.out.println("No checker accuses.");
    return 0;
  }

  private Plan plan(long seed) throws Failure {
    try {
      return Plan.of(seed).with(Objects.requireNonNullElse(with, ""));
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--with: " + e.getMessage());
    }
  }

  private static Path path(String name) throws Failure {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw Failure.usage("\"%s\" is no name of a file.".formatted(name));
    }
  }
}
