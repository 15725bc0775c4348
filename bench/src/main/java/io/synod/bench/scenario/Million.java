package io.synod.bench.scenario;

import io.synod.bench.load.Call;
import io.synod.bench.load.Connections;
import io.synod.bench.load.OpenLoop;
import io.synod.bench.load.Sample;
import io.synod.bench.load.Windows;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Very many keys: watched from the beginning, and read at once while puts go on. */
final class Million implements Scenario {
  private static final int KEYS = 1_000_000;
  private static final int VALUE_BYTES = 256;
  private static final int FILLERS = 1_000;
  private static final int PER_SECOND = 500;
  private static final int OTHER_KEYS = 20_000;
  private static final double SECONDS = 10;
  private static final double PATIENCE_SECONDS = 180;

  /** etcd reads all that a watch lacks again for every thousand revisions that it sends. */
  private static final double WATCH_SECONDS = 60;

  Million() {}

  @Override
  public String name() {
    return "million";
  }

  @Override
  public String title(Scale scale) {
    return "%,d keys: a watch from revision 1, and a range over all of them"
        .formatted(scale.of(KEYS));
  }

  @Override
  public String method(Scale scale) {
    return "The keys are put once each, with values of %d bytes. Each member in turn is asked for a watch of them from revision 1, and has %.0f s to send what has happened; the rate is of what came, until the last of it. Figures of members are the median of the three. Then %d puts/s to other keys go on while each member in turn is asked for a range over all keys, in one request; the client takes the answer as fast as it comes and lets go of it."
        .formatted(VALUE_BYTES, scale.seconds(WATCH_SECONDS), PER_SECOND);
  }

  @Override
  public void run(Site site) throws IOException, InterruptedException {
    int keys = site.scale().of(KEYS);
    site.say("putting %,d keys", keys);
    long[] next = {0};
    Supplier<Call> fill =
        () -> {
          long number = next[0]++;
          return Requests.put('m', number, number, VALUE_BYTES);
        };
    Sample filled = site.load().all(fill, keys, FILLERS, site.members());
    site.expectNoFaults(filled);
    site.say("they are there after %.0f s", filled.seconds());
    OpenLoop puts =
        site.puts(
            PER_SECOND, number -> Requests.put('p', number % OTHER_KEYS, number, VALUE_BYTES));
    settle(site, puts);
    replay(site, keys);
    settle(site, puts);
    site.puts("before", puts.measure(site.scale().seconds(SECONDS)));
    site.figure("resident before the ranges, MiB", 0, site.cost().residentMiB());
    site.forgetPeak();
    puts.open();
    range(site, (long) keys * VALUE_BYTES);
    site.puts("while ranges are read", puts.close(PATIENCE_SECONDS));
    site.figure("peak resident while ranges are read, MiB", 0, site.cost().peakMiB());
  }

  /** A member that lags behind has caught up when it has answered every put. */
  private static void settle(Site site, OpenLoop puts) throws IOException, InterruptedException {
    puts.open();
    TimeUnit.NANOSECONDS.sleep((long) (site.scale().seconds(SECONDS) * 1e9));
    long began = System.nanoTime();
    site.expectNoFaults(puts.close(PATIENCE_SECONDS));
    site.say("all puts are answered after %.1f s", (System.nanoTime() - began) / 1e9);
  }

  private static void replay(Site site, int keys) throws IOException, InterruptedException {
    site.forgetPeak();
    List<Double> rates = new ArrayList<>();
    List<Double> lacking = new ArrayList<>();
    double patience = site.scale().seconds(WATCH_SECONDS);
    for (InetSocketAddress member : site.members()) {
      try (Connections connections = site.load().connect(List.of(member), 1, Windows.LARGE)) {
        long began = System.nanoTime();
        Watchers watchers = new Watchers(connections, 1, Requests.watch('m', 1));
        Watchers.Heard heard = watchers.awaitEach(keys, patience);
        double took = (Math.max(heard.lastAt(), began) - began) / 1e9;
        site.say("a watch from revision 1: %,d events in %.1f s", heard.events(), took);
        rates.add(heard.events() / Math.max(took, 1e-9));
        lacking.add((double) keys - heard.events());
      }
    }
    site.figure("watch from revision 1, events/s", 0, median(rates));
    site.figure("events that did not come within %.0f s".formatted(patience), 0, median(lacking));
    site.figure("peak resident while watched, MiB", 0, site.cost().peakMiB());
  }

  private static void range(Site site, long leastBytes) throws IOException, InterruptedException {
    List<Double> seconds = new ArrayList<>();
    for (InetSocketAddress member : site.members()) {
      long began = System.nanoTime();
      long bytes = site.load().download(member, Requests.range('m'), PATIENCE_SECONDS);
      double took = (System.nanoTime() - began) / 1e9;
      if (bytes < leastBytes) {
        throw new IOException("a range had only %,d bytes".formatted(bytes));
      }
      site.say("a range of %,d MiB took %.1f s", bytes >> 20, took);
      seconds.add(took);
    }
    site.figure("range over all keys, s", 1, median(seconds));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
