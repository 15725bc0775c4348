package io.synod.bench.scenario;

import io.synod.bench.load.Connections;
import io.synod.bench.load.EtcdCalls;
import io.synod.bench.load.OpenLoop;
import io.synod.bench.load.Windows;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Some of many watches are not read for a while; then they are, twice: with and without history.
 */
final class SlowWatchers implements Scenario {
  private static final int READERS = 990;
  private static final int READERS_CONNECTIONS = 99;
  private static final int OF_EACH_KIND = 5;
  private static final int PER_SECOND = 100;
  private static final int VALUE_BYTES = 1_024;
  private static final double SECONDS = 10;
  private static final double SLOW_SECONDS = 30;

  /** So long, as much as goes is put to other keys: more than anybody keeps in memory. */
  private static final double BUSY_SECONDS = 10;

  private static final double PATIENCE_SECONDS = 60;

  /** Nothing but the socket holds the server back. */
  private static final Windows STUCK =
      new Windows(Windows.LARGE.connection(), Windows.LARGE.stream(), Windows.SMALL.socket());

  SlowWatchers() {}

  @Override
  public String name() {
    return "slow-watchers";
  }

  @Override
  public String title(Scale scale) {
    return "%,d watchers, ten of which do not read for %.0f s"
        .formatted(scale.of(READERS) + 2 * OF_EACH_KIND, scale.seconds(SLOW_SECONDS));
  }

  @Override
  public String method(Scale scale) {
    return "All watch the same prefix, on which there are %d puts of %,d bytes a second all the time. The ten have a connection each: five leave the window of their stream closed after 64 KiB, five do not read from their socket. They read again while the puts go on, and have caught up when they have all that had been put by then. Then they stop once more, other keys are put as fast as can be for %.0f s, everything is compacted, and they read again: then each must get all or be told that it lacks what is compacted."
        .formatted(PER_SECOND, VALUE_BYTES, BUSY_SECONDS);
  }

  /** The watchers of a kind, and how they stop to read. */
  private record Kind(Connections connections, Watchers watchers) {
    void readSocket(boolean does) throws IOException, InterruptedException {
      boolean _ =
          connections.onLoop(() -> {
            connections.all().forEach(connection -> connection.read(does));
            return true;
          });
    }
  }

  @Override
  public void run(Site site) throws IOException, InterruptedException {
    site.warmUp(10);
    Kind readers = kind(site, site.scale().of(READERS), READERS_CONNECTIONS, Windows.LARGE);
    Kind closed = kind(site, OF_EACH_KIND, OF_EACH_KIND, Windows.SMALL);
    Kind stuck = kind(site, OF_EACH_KIND, OF_EACH_KIND, STUCK);
    OpenLoop puts = site.puts(PER_SECOND, number -> Requests.put('w', number, number, VALUE_BYTES));
    readers.watchers.time(puts::due, 0);
    pause(site, SECONDS);
    measure(site, readers, puts, "all read", SECONDS);

    closed.watchers.read(false);
    stuck.readSocket(false);
    measure(site, readers, puts, "ten do not read", SLOW_SECONDS);

    long made = puts.made();
    long began = System.nanoTime();
    closed.watchers.read(true);
    stuck.readSocket(true);
    long late = missing(closed, made) + missing(stuck, made);
    site.figure(
        "ten read again: until they have caught up, ms", 0, (System.nanoTime() - began) / 1e6);
    site.figure("ten read again: watches that lack something", 0, (double) late);

    closed.watchers.read(false);
    stuck.readSocket(false);
    site.work(BUSY_SECONDS);
    compact(site, puts.made());
    closed.watchers.read(true);
    stuck.readSocket(true);
    made = puts.stop();
    late = missing(closed, made) + missing(stuck, made);
    site.figure(
        "compacted before they read: cancelled for it",
        0,
        closed.watchers.heard().cancelled() + stuck.watchers.heard().cancelled());
    site.figure("compacted before they read: neither cancelled nor complete", 0, (double) late);
    site.figure(
        "readers' events not delivered",
        0,
        (double) made * site.scale().of(READERS)
            - readers.watchers.awaitEach(made, PATIENCE_SECONDS).events());
  }

  private static Kind kind(Site site, int watches, int lines, Windows windows)
      throws IOException, InterruptedException {
    Connections connections = site.connect(lines, windows);
    Watchers watchers = new Watchers(connections, watches, Requests.watch('w', 0));
    watchers.awaitCreated(watches);
    return new Kind(connections, watchers);
  }

  private static void pause(Site site, double fullSeconds) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep((long) (1e3 * site.scale().seconds(fullSeconds)));
  }

  private static void measure(
      Site site, Kind readers, OpenLoop puts, String when, double fullSeconds)
      throws IOException, InterruptedException {
    Histogram _ = readers.watchers.takeTimes();
    site.forgetPeak();
    site.puts(when, puts.measure(site.scale().seconds(fullSeconds)));
    Histogram times = readers.watchers.takeTimes();
    site.figure(
        "delivery to those who read, " + when + ": p50, ms",
        1,
        times.getValueAtPercentile(50) / 1e6);
    site.figure(
        "delivery to those who read, " + when + ": p99, ms",
        1,
        times.getValueAtPercentile(99) / 1e6);
    site.figure(
        "delivery to those who read, " + when + ": longest, ms", 1, times.getMaxValue() / 1e6);
    site.figure("peak resident, " + when + ", MiB", 0, site.cost().peakMiB());
  }

  /** Waits until each is over or has so many events; answers how many are and have not. */
  private static long missing(Kind kind, long events) throws IOException, InterruptedException {
    return kind.watchers.awaitEach(events, PATIENCE_SECONDS).lacking(events);
  }

  private static void compact(Site site, long ofPuts) throws IOException, InterruptedException {
    long revision = site.revision();
    site.say("compacting revision %d, after %d puts", revision, ofPuts);
    byte[] _ = site.load().ask(site.members().getFirst(), EtcdCalls.compaction(revision));
  }
}
