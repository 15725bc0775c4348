package io.synod.cli.sim;

import io.synod.cli.Failure;
import io.synod.sim.Outcome;
import io.synod.sim.Report;
import io.synod.sim.plan.Plan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Many seeds, until all are done, time is up, one is accused or somebody presses Ctrl-C. */
final class Seeds {

  /** How many lines of a failing run are shown. */
  static final int LINES = 150;

  private static final int SHRINK_RUNS = 300;
  private static final long SHRINK_MILLIS = 60_000;
  private static final long PLACE_MILLIS = 2_000;

  private final Level level;
  private final int jobs;
  private final long from;
  private final long end;
  private final long millis;
  private final Stop stop;
  private final @Nullable Campaign campaign;
  private final Progress progress = Progress.onStandardError();
  private final Tally before;
  private Tally tally;
  private long placed;
  private boolean accused;

  /**
   * Seeds to run.
   *
   * @param level what they run
   * @param jobs on how many threads
   * @param from the first
   * @param end the one before which to stop
   * @param millis how long it may take
   * @param stop tells when to wind up
   * @param campaign what to go on with, and where to keep the place
   */
  Seeds(
      Level level,
      int jobs,
      long from,
      long end,
      long millis,
      Stop stop,
      @Nullable Campaign campaign) {
    this.level = level;
    this.jobs = jobs;
    this.from = from;
    this.end = end;
    this.millis = millis;
    this.stop = stop;
    this.campaign = campaign;
    this.before = campaign == null ? Tally.NOTHING : campaign.tally();
    this.tally = before;
  }

  /**
   * Runs them.
   *
   * @return the first that was accused, unless this is a campaign, which goes on
   */
  Optional<Outcome> run() throws Failure, InterruptedException {
    progress.say(beginning());
    Optional<Outcome> first = Optional.empty();
    try (Crew crew = new Crew(level, jobs, from + before.seeds(), end)) {
      while (first.isEmpty() && crew.hasNext() && !stop.isAsked() && progress.millis() < millis) {
        Crew.Result result = crew.next();
        if (!result.outcome().isClean()) {
          first = judge(result.outcome());
        }
        tally = tally.and(result.outcome(), result.nanos());
        if (progress.isDue()) {
          progress.say(line());
        }
        if (campaign != null && progress.millis() - placed > PLACE_MILLIS) {
          placed = progress.millis();
          campaign.place(tally.waited(placed));
        }
      }
    }
    tally = tally.waited(progress.millis());
    if (campaign != null && tally.seeds() > before.seeds()) {
      campaign.place(tally);
    }
    progress.clear();
    accused = first.isPresent();
    return first;
  }

  private Optional<Outcome> judge(Outcome outcome) throws Failure {
    if (campaign == null) {
      return Optional.of(outcome);
    }
    long seed = outcome.plan().seed();
    if (!campaign.isKnown(seed)) {
      campaign.found(seed, outcome.accusation().orElseThrow().checker(), story(outcome).text());
    }
    return Optional.empty();
  }

  /** Makes a failing run small, and tells it. */
  Report story(Outcome accused) {
    progress.say("Seed " + accused.plan().seed() + " is accused; making the run smaller");
    long until = progress.millis() + SHRINK_MILLIS;
    Report report =
        Report.of(
            accused,
            LINES,
            SHRINK_RUNS,
            (plan, lines) ->
                lines == 0 && (stop.isAsked() || progress.millis() > until)
                    ? untried(plan)
                    : level.run(plan, lines),
            command(level));
    progress.clear();
    return report;
  }

  /** There is no time for it. */
  private static Outcome untried(Plan plan) {
    return new Outcome(
        plan, Optional.empty(), 0, 0, 0, new Outcome.Figures(0, 0, 0, 0, false), List.of());
  }

  /** The command that runs this level. */
  static String command(Level level) {
    return "./synod sim" + (level.equals(Level.ALL.getFirst()) ? "" : " --level " + level.label());
  }

  private String beginning() {
    long left = end - from - before.seeds();
    return String.format(
        Locale.ROOT,
        "%s%s seeds of %s from %,d on",
        left <= 0 ? "Done before: " : "Running ",
        end == Long.MAX_VALUE ? "all" : String.format(Locale.ROOT, "%,d", Math.max(0, left)),
        level.label(),
        from + before.seeds());
  }

  /** What came of it, in lines for people. */
  String summary() {
    long last = from + tally.seeds() - 1;
    return String.format(
            Locale.ROOT,
            "%s%,d seeds of %s%s in %s with %d job%s: %s%n",
            stop.isAsked() ? "Stopped: " : "",
            tally.seeds(),
            level.label(),
            tally.seeds() == 0 ? "" : String.format(Locale.ROOT, " (%,d to %,d)", from, last),
            Progress.clock(tally.wallMillis() / 1_000),
            jobs,
            jobs == 1 ? "" : "s",
            verdict())
        + (tally.seeds() == 0 ? "" : tally.describe());
  }

  private String verdict() {
    if (campaign == null) {
      return accused ? "a checker accuses the last" : "nothing found";
    }
    return (campaign.findings() == 0 ? "nothing found" : campaign.findings() + " found")
        + "; its log is "
        + campaign.file();
  }

  private String line() {
    double seconds = progress.millis() / 1e3;
    double micros = tally.micros() - before.micros();
    double events = tally.events() - before.events();
    boolean bounded = end != Long.MAX_VALUE || millis != Long.MAX_VALUE;
    double share =
        Math.max(
            (tally.seeds() - before.seeds()) / (double) (end - from - before.seeds()),
            progress.millis() / (double) millis);
    long left = Math.round(seconds * (1 - share) / Math.max(share, 1e-9));
    return String.format(
        Locale.ROOT,
        "%s%,d seeds  %s simulated (%,.0f x)  %s events/s  %s",
        bounded ? Progress.bar(share) : "",
        tally.seeds(),
        Progress.clock(tally.micros() / 1_000_000),
        micros / 1e6 / seconds,
        Progress.count(events / seconds),
        bounded ? Progress.clock(left) + " left" : "for " + Progress.clock((long) seconds));
  }
}
