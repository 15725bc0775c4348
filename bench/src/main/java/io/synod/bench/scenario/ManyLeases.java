package io.synod.bench.scenario;

import io.synod.bench.load.Call;
import io.synod.bench.load.Connections;
import io.synod.bench.load.OpenLoop;
import io.synod.bench.load.Windows;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Very many leases are kept alive; then half of them end in one second. */
final class ManyLeases implements Scenario {
  private static final int LEASES = 100_000;
  private static final int CONNECTIONS = 30;

  /** etcd refuses some of what more clients ask for: its followers do not apply as fast. */
  private static final int CLIENTS = 200;

  private static final int PER_SECOND = 500;
  private static final int KEYS = 20_000;
  private static final int VALUE_BYTES = 256;
  private static final double SECONDS = 10;
  private static final double PATIENCE_SECONDS = 120;

  /** How long one round of keep-alives takes; it fits thrice into the shortest time to live. */
  private static final int ROUND_SECONDS = 15;

  private static final int LONGEST_TTL = 60;

  ManyLeases() {}

  @Override
  public String name() {
    return "leases";
  }

  @Override
  public String title(Scale scale) {
    return "%,d leases kept alive, then %,d of them end in one second"
        .formatted(scale.of(LEASES), scale.of(LEASES) / 2);
  }

  @Override
  public String method(Scale scale) {
    return "Each lease is kept alive every %d s, over %d connections; every other one has a key. Those with keys are renewed for the last time in the second round, and have times to live so that they all end within one second; the others are kept alive to the end. Their ends are seen by a watch; late is what comes after the moment at which the last renewal was sent plus the time to live. %d puts/s to other keys go on all the time."
        .formatted(ROUND_SECONDS, CONNECTIONS, PER_SECOND);
  }

  @Override
  public void run(Site site) throws IOException, InterruptedException {
    int leases = site.scale().of(LEASES);
    site.warmUp(10);
    OpenLoop puts =
        site.puts(PER_SECOND, number -> Requests.put('p', number % KEYS, number, VALUE_BYTES));
    site.expectNoFaults(puts.measure(site.scale().seconds(SECONDS)));
    site.puts("without leases", puts.measure(SECONDS));
    site.figure("resident without leases, MiB", 0, site.cost().residentMiB());

    grant(site, leases);
    Connections watching = site.connect(1, Windows.LARGE);
    Ends ends = new Ends(leases);
    Watchers watchers = new Watchers(watching, 1, Requests.watch('l', 0), ends);
    watchers.awaitCreated(1);
    KeepAlives keepAlives =
        new KeepAlives(
            site.connect(CONNECTIONS, Windows.LARGE), leases, ROUND_SECONDS, LONGEST_TTL);
    ends.expect(keepAlives::endOf);
    keepAlives.awaitRound(1);
    puts.open();
    keepAlives.awaitRound(2);
    site.puts("while %,d are kept alive".formatted(leases), puts.close(PATIENCE_SECONDS));
    keepAlives.tell(site);
    site.figure("resident with leases, MiB", 0, site.cost().residentMiB());

    site.say("waiting for the end of %,d leases", leases / 2);
    sleepUntil(keepAlives.endOf(0));
    puts.open();
    ends.awaitAll(PATIENCE_SECONDS);
    sleepUntil(keepAlives.endOf(0) + TimeUnit.SECONDS.toNanos((long) SECONDS));
    site.puts("while half of them end", puts.close(PATIENCE_SECONDS));
    Watchers.Heard _ = watchers.heard();
    ends.tell(site);
    site.figure("leases lost that were kept alive", 0, (double) keepAlives.lost());
    site.figure("peak resident, MiB", 0, site.cost().peakMiB());
  }

  private static void grant(Site site, int leases) throws IOException, InterruptedException {
    site.say("granting %,d leases, half of them with a key", leases);
    long began = System.nanoTime();
    int[] next = {0};
    Supplier<Call> grants =
        () -> {
          int lease = next[0]++;
          return Requests.grant(
              KeepAlives.id(lease), KeepAlives.ttl(lease, leases, ROUND_SECONDS, LONGEST_TTL));
        };
    site.expectNoFaults(site.load().all(grants, leases, CLIENTS, site.members()));
    site.figure("grants/s", 0, leases / ((System.nanoTime() - began) / 1e9));
    int[] nextKey = {0};
    Supplier<Call> keys =
        () -> {
          int lease = nextKey[0];
          nextKey[0] += 2;
          return Requests.put('l', lease, lease, Long.BYTES, KeepAlives.id(lease));
        };
    site.expectNoFaults(site.load().all(keys, leases / 2, CLIENTS, site.members()));
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
  }
}
