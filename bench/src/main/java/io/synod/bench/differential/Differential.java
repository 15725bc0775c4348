package io.synod.bench.differential;

import io.synod.bench.differential.Trials.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code bench/differential}. */
@Command(
    name = "differential",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Asks etcd and Synod the same random calls and compares all that they answer. Differences"
            + " that are meant are in docs/compatibility.md. The exit status is 1 if there is"
            + " another.")
public final class Differential implements Callable<Integer> {
  /** How many calls are played before everything is deleted and begins anew. */
  static final int CHAPTER = 2_000;

  private static final int ATTEMPTS = 1_000;
  private static final int TELL = 10_000;

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "How many calls (default: ${DEFAULT-VALUE}).")
  private long calls = 200_000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Which calls: the same seed gives the same ones (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description = "Plays the calls of a file, as a difference leaves one behind.")
  private @Nullable Path replay;

  @Option(names = "--go-on", description = "Goes on after a difference, which it does not shrink.")
  private boolean goOn;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the data directories are made for the run (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("/var/tmp");

  @Option(names = "--root", hidden = true, description = "The repository; the launcher says where.")
  private Path root = Path.of("").toAbsolutePath();

  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  Differential() {}

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory(data, "synod-differential-");
    Thread cleanUp = new Thread(() -> Server.remove(directory), "clean-up");
    Runtime.getRuntime().addShutdownHook(cleanUp);
    try (Trials trials = new Trials(Etcd::start, Synod::start, directory)) {
      return replay == null ? search(trials) : replay(trials, replay);
    } finally {
      Server.remove(directory);
    }
  }

  private int replay(Trials trials, Path file) throws IOException, InterruptedException {
    Finding found = trials.playAlone(Script.read(file));
    if (found == null) {
      out.println("no difference");
      return 0;
    }
    tell(found);
    return 1;
  }

  private int search(Trials trials) throws Exception {
    long began = System.nanoTime();
    long done = 0;
    int differences = 0;
    for (int chapter = 0; done < calls; chapter++) {
      List<Step> steps = chapter(seed, chapter, (int) Math.min(CHAPTER, calls - done));
      Finding found = trials.play(steps);
      if (found != null) {
        out.printf("a difference after %,d calls of seed %d%n", done + found.steps().size(), seed);
        if (!goOn) {
          report(trials, found);
          return 1;
        }
        differences++;
        tell(found);
      }
      done += steps.size();
      if (done / TELL != (done - steps.size()) / TELL || done >= calls) {
        double seconds = (System.nanoTime() - began) / 1e9;
        out.printf(
            "%,d calls of seed %d, %,.0f/s: %d differences%n",
            done, seed, done / seconds, differences);
      }
    }
    return differences == 0 ? 0 : 1;
  }

  /** The calls of a part of a run. */
  static List<Step> chapter(long seed, int chapter, int calls) {
    return new Generator(seed * 1_000_003 + chapter).chapter(calls);
  }

  private void report(Trials trials, Finding found) throws Exception {
    Finding alone = trials.playAlone(found.steps());
    Finding smallest = found;
    if (alone == null) {
      out.println(
          "It does not show on fresh servers, so it is not shrunk; --seed and --calls replay it.");
    } else {
      out.println("shrinking");
      smallest = trials.shrink(alone, ATTEMPTS);
    }
    tell(smallest);
    Path file = Files.createDirectories(root.resolve("target")).resolve("differential-" + seed);
    Script.write(file, smallest.steps());
    out.printf("replay it: bench/differential --replay %s%n", file);
  }

  private void tell(Finding found) {
    List<Step> steps = found.steps();
    for (Step step : steps.subList(Math.max(0, steps.size() - 30), steps.size())) {
      out.println("  " + step.line());
    }
    Step last = steps.getLast();
    out.println(
        "The last of these calls: "
            + last.with(Relative.resolve(last.message(), found.newest())).line());
    Difference difference = found.difference();
    out.printf("%s differs at %s%n", difference.kind(), difference.where());
    out.println("  etcd:  " + difference.expected());
    out.println("  Synod: " + difference.actual());
  }
}
