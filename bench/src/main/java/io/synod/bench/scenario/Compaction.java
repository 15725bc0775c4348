package io.synod.bench.scenario;

import io.synod.bench.load.EtcdCalls;
import io.synod.bench.load.LoadGenerator;
import io.synod.bench.load.OpenLoop;
import io.synod.bench.load.Sample;
import io.synod.bench.load.Workload;
import java.io.IOException;

/** How long puts take while old revisions go, beside how long they take before. */
final class Compaction implements Scenario {
  private static final int CLIENTS = 1_000;
  private static final int PER_SECOND = 5_000;
  private static final int KEYS = 20_000;
  private static final int VALUE_BYTES = 256;
  private static final double SECONDS = 20;
  private static final double PIECE_SECONDS = 5;
  private static final double PATIENCE_SECONDS = 900;

  private final String name;
  private final int revisions;

  Compaction(String name, int revisions) {
    this.name = name;
    this.revisions = revisions;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String title(Scale scale) {
    return "%,d old revisions go, while there are puts".formatted(scale.of(revisions));
  }

  @Override
  public String method(Scale scale) {
    return "The revisions are those of %,d keys with values of %d bytes, written by %,d clients. Then %,d puts/s are due, as of %,d clients who each put five a second, whether or not those before were answered; a put's time runs from when it was due. The compaction is asked for with `physical`, so that its answer says when nothing is left at the member that was asked. The longest silence is the longest time in which no put was answered at all."
        .formatted(KEYS, VALUE_BYTES, CLIENTS, PER_SECOND, CLIENTS);
  }

  @Override
  public void run(Site site) throws IOException, InterruptedException {
    long written = fill(site);
    OpenLoop puts =
        site.puts(PER_SECOND, number -> Requests.put('p', number % KEYS, number, VALUE_BYTES));
    double seconds = site.scale().seconds(SECONDS);
    site.expectNoFaults(puts.measure(seconds));
    site.forgetPeak();
    tell(site, "before", puts.measure(seconds));

    puts.open();
    long began = System.nanoTime();
    byte[] _ =
        site.load()
            .ask(
                site.members().getFirst(), EtcdCalls.compaction(site.revision()), PATIENCE_SECONDS);
    double took = (System.nanoTime() - began) / 1e9;
    tell(site, "while they go", puts.close(LoadGenerator.PATIENCE_SECONDS));
    site.figure("revisions gone per second", 0, written / took);
    tell(site, "after", puts.measure(seconds));
    site.figure("peak resident, MiB", 0, site.cost().peakMiB());
  }

  private long fill(Site site) throws IOException, InterruptedException {
    int wanted = site.scale().of(revisions);
    site.say("writing %,d revisions", wanted);
    site.expectNoFaults(site.load().fill(site.members()));
    Workload filling = new Workload("fill", CLIENTS, 0, VALUE_BYTES);
    long written = 0;
    while (written < wanted) {
      Sample sample =
          site.load()
              .run(
                  filling,
                  site.members(),
                  0,
                  Math.min(PIECE_SECONDS, site.scale().seconds(PIECE_SECONDS)),
                  LoadGenerator.NO_WINDOW);
      site.expectNoFaults(sample);
      written += sample.requests();
    }
    return written;
  }

  private static void tell(Site site, String when, Sample sample) throws IOException {
    site.puts(when, sample);
    site.figure("puts " + when + ": p99.9, ms", 2, sample.millis(99.9));
    site.figure("puts " + when + ": longest silence, ms", 1, sample.longestGap() / 1e6);
  }
}
