package io.synod.bench.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays sequences of calls, each from a clean state, on servers that last until they differ. */
final class Trials implements AutoCloseable {

  /**
   * A difference, and where.
   *
   * @param steps the calls up to the one that shows it
   * @param newest the newest revision before the last of them
   */
  record Finding(Difference difference, List<Step> steps, long newest) {}

  private final Server.Kind etcd;
  private final Server.Kind synod;
  private final Path directory;
  private int started;
  private @Nullable Pair pair;

  Trials(Server.Kind etcd, Server.Kind synod, Path directory) {
    this.etcd = etcd;
    this.synod = synod;
    this.directory = directory;
  }

  /** Plays after what was played before; returns the first difference, null if there is none. */
  @Nullable Finding play(List<Step> steps) throws IOException, InterruptedException {
    Pair running = pair == null ? start() : pair;
    Difference found = null;
    int done = 0;
    long newest = running.newest();
    while (found == null && done < steps.size()) {
      newest = running.newest();
      found = running.play(steps.get(done++));
    }
    if (found == null) {
      found = running.sync();
    }
    if (found == null) {
      return null;
    }
    end();
    return new Finding(found, List.copyOf(steps.subList(0, done)), newest);
  }

  /** Shrinks what was found, by playing it again and again from the beginning. */
  Finding shrink(Finding finding, int attempts) throws Exception {
    Finding[] last = {finding};
    var _ =
        Shrinker.shrink(
            finding.steps(),
            steps -> {
              Finding again = playAlone(steps);
              if (again == null || !again.difference().isLike(finding.difference())) {
                return false;
              }
              last[0] = again;
              return true;
            },
            attempts);
    return last[0];
  }

  /** Plays on servers where nothing but revisions is left of what was played before. */
  @Nullable Finding playAlone(List<Step> steps) throws IOException, InterruptedException {
    if (play(Generator.clean()) != null) {
      throw new IOException("the servers differ before anything was played on them");
    }
    return play(steps);
  }

  private Pair start() throws IOException, InterruptedException {
    Path home = Files.createDirectories(directory.resolve("pair" + ++started));
    Pair running = Pair.start(etcd, synod, home);
    pair = running;
    return running;
  }

  private void end() {
    if (pair != null) {
      pair.close();
      pair = null;
    }
  }

  @Override
  public void close() {
    end();
  }
}
