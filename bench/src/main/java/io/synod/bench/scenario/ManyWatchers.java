package io.synod.bench.scenario;

import io.synod.bench.cluster.ProcessCost;
import io.synod.bench.load.Connections;
import io.synod.bench.load.OpenLoop;
import io.synod.bench.load.Windows;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Very many watches hear of the same puts. */
final class ManyWatchers implements Scenario {
  private static final int WATCHERS = 10_000;
  private static final int CONNECTIONS = 100;
  private static final int PER_SECOND = 100;
  private static final int VALUE_BYTES = 64;
  private static final double WARM_UP_SECONDS = 10;
  private static final double SECONDS = 10;
  private static final double PATIENCE_SECONDS = 120;

  ManyWatchers() {}

  @Override
  public String name() {
    return "watchers";
  }

  @Override
  public String title(Scale scale) {
    return "%,d watchers of one prefix, %d puts/s".formatted(scale.of(WATCHERS), PER_SECOND);
  }

  @Override
  public String method(Scale scale) {
    return "The watches share %d connections, one stream each. %d puts of %d bytes a second are due for %.0f s after %.0f s that do not count; an event's time runs from when its put was due until the event is read. Each watch's revisions are checked. Not delivered is what has not come %.0f s after the last put."
        .formatted(
            CONNECTIONS,
            PER_SECOND,
            VALUE_BYTES,
            scale.seconds(SECONDS),
            scale.seconds(WARM_UP_SECONDS),
            PATIENCE_SECONDS);
  }

  @Override
  public void run(Site site) throws IOException, InterruptedException {
    int howMany = site.scale().of(WATCHERS);
    site.warmUp(10);
    ProcessCost before = site.cost();
    Connections connections = site.connect(CONNECTIONS, Windows.LARGE);
    Watchers watchers = new Watchers(connections, howMany, Requests.watch('w', 0));
    watchers.awaitCreated(howMany);
    site.figure("resident before the watchers, MiB", 0, before.residentMiB());
    site.figure("resident with the watchers at rest, MiB", 0, site.cost().residentMiB());

    site.forgetPeak();
    OpenLoop puts = site.puts(PER_SECOND, number -> Requests.put('w', number, number, VALUE_BYTES));
    long first = (long) (PER_SECOND * site.scale().seconds(WARM_UP_SECONDS));
    watchers.time(puts::due, first);
    TimeUnit.MILLISECONDS.sleep((long) (1e3 * site.scale().seconds(WARM_UP_SECONDS)));
    puts.open();
    TimeUnit.MILLISECONDS.sleep((long) (1e3 * site.scale().seconds(SECONDS)));
    long made = puts.stop();
    site.puts("meanwhile", puts.close(PATIENCE_SECONDS));

    Watchers.Heard heard = watchers.awaitEach(made, PATIENCE_SECONDS);
    Histogram times = watchers.takeTimes();
    site.figure("events due", 0, (double) made * howMany);
    site.figure("events not delivered", 0, (double) made * howMany - heard.events());
    site.figure("delivery: p50, ms", 1, times.getValueAtPercentile(50) / 1e6);
    site.figure("delivery: p99, ms", 1, times.getValueAtPercentile(99) / 1e6);
    site.figure(
        "events/s until the last", 0, heard.events() / ((heard.lastAt() - puts.due(0)) / 1e9));
    site.figure("peak resident, MiB", 0, site.cost().peakMiB());
  }
}
