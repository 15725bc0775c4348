package io.synod.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.node.Failure;
import io.synod.store.map.MemoryHome;
import io.synod.store.request.Commands;
import io.synod.store.wire.LeaseRenewal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Leaders that stand still, are deposed without knowing it, and whose ticks reach the log late:
 * whatever they do, no lease ends early, and in the calm none ends later than it may.
 */
final class LeaseStormTest {
  private static final int SEEDS_EACH = 60;
  private static final int STORM_MILLIS = 30_000;
  private static final int LEASES = 6;

  /** What docs/decisions/0009-leases.md promises of a cluster that is well. */
  private static final int MOST_LATE = 2_000;

  @ParameterizedTest(name = "seeds from {0}")
  @ValueSource(ints = {0, 1_000, 2_000})
  void noLeaseEndsEarlyAndInTheCalmNoneEndsLate(int first) throws IOException {
    for (int seed = first; seed < first + SEEDS_EACH; seed++) {
      try (Driver driver = new Driver(new MemoryHome())) {
        new Storm(driver, seed).run();
      }
    }
  }

  private interface Event {
    void happen() throws IOException;
  }

  private static final class Storm {
    private final Driver driver;
    private final Random random;
    private final String what;
    private final List<Machine> machines = new ArrayList<>();
    private final long[] wakes = new long[3];
    private final int[] seen = new int[3];
    private final NavigableMap<Long, List<Event>> events = new TreeMap<>();

    /** When each lease was granted or renewed last, as the log has it. */
    private final Map<Long, Long> begun = new TreeMap<>();

    private final Map<Long, Long> ended = new TreeMap<>();
    private long now;
    private boolean calm;

    Storm(Driver driver, int seed) {
      this.driver = driver;
      this.random = new Random(seed);
      this.what = "seed " + seed;
      for (int i = 0; i < 3; i++) {
        machines.add(new Machine(i + 1, driver));
        machines.get(i).now = random.nextInt(1_000_000);
      }
    }

    private static long ttl(long lease) {
      return 1 + lease % 3;
    }

    void run() throws IOException {
      for (long lease = 1; lease <= LEASES; lease++) {
        grant(lease);
      }
      machines.forEach(machine -> machine.ballot = new Ballot(1, machines.getFirst().id));
      while (now < STORM_MILLIS) {
        happen();
        step();
      }
      calm = true;
      machines.forEach(machine -> machine.ballot = new Ballot(1_000_000, machines.get(1).id));
      long calmFrom = now + 5_000;
      while (now < calmFrom) {
        step();
      }
      for (long lease = 1; lease <= LEASES; lease++) {
        grant(lease);
      }
      long granted = now;
      while (!driver.store.leases().isEmpty()) {
        step();
      }
      ended.forEach((lease, end) ->
          assertThat(end - granted)
              .as("%s: lease %s", what, lease)
              .isLessThanOrEqualTo(ttl(lease) * 1_000 + MOST_LATE));
    }

    /** Something that does not happen on good days. */
    private void happen() {
      switch (random.nextInt(2_000)) {
        case 0, 1 -> wakes[random.nextInt(3)] = now + random.nextInt(4_000);
        case 2 -> elect();
        case 3, 4, 5, 6 -> {
          long lease = 1L + random.nextInt(LEASES);
          later(delay(), () -> renewOrGrant(lease));
        }
        default -> {
          // A quiet moment.
        }
      }
    }

    /** Some hear of it late. */
    private void elect() {
      Machine leader = machines.get(random.nextInt(3));
      long round = now + 2;
      for (Machine machine : machines) {
        later(
            machine == leader ? 0 : random.nextInt(3_000),
            () -> {
              if (machine.ballot.round() < round) {
                machine.ballot = new Ballot(round, leader.id);
              }
            });
      }
    }

    private void renewOrGrant(long lease) throws IOException {
      if (driver.store.leases().get(lease) == null) {
        grant(lease);
      } else {
        LeaseRenewal renewal = LeaseRenewal.newBuilder().addIds(lease).build();
        var _ = apply(Commands.encode(renewal));
        begun.put(lease, now);
      }
    }

    private void grant(long lease) throws IOException {
      if (driver.store.leases().get(lease) == null) {
        driver.grant(lease, ttl(lease));
        begun.put(lease, now);
      }
    }

    private int delay() {
      if (calm) {
        return random.nextInt(10);
      }
      return random.nextInt(4) == 0 ? random.nextInt(3_000) : random.nextInt(60);
    }

    private void later(int millis, Event event) {
      events.computeIfAbsent(now + millis, _ -> new ArrayList<>()).add(event);
    }

    private void step() throws IOException {
      now++;
      machines.forEach(machine -> machine.now++);
      while (!events.isEmpty() && events.firstKey() <= now) {
        for (Event event : events.pollFirstEntry().getValue()) {
          event.happen();
        }
      }
      for (int i = 0; i < 3; i++) {
        if (calm || wakes[i] <= now) {
          machines.get(i).standStill(0);
        }
        propose(i);
      }
    }

    /** Sends on what a machine has proposed since the last time. */
    private void propose(int index) {
      Machine machine = machines.get(index);
      while (seen[index] < machine.proposed.size()) {
        Machine.Proposed tick = machine.proposed.get(seen[index]++);
        boolean gone = !calm && random.nextInt(10) == 0;
        later(
            delay(),
            () -> {
              Outcome outcome = apply(tick.command());
              later(calm ? 1 : delay(), () -> answer(index, tick, gone ? null : outcome));
            });
      }
    }

    /** Tells a machine what became of its tick, once it does not stand still. */
    private void answer(int index, Machine.Proposed tick, @Nullable Outcome outcome) {
      if (!calm && wakes[index] > now) {
        later((int) (wakes[index] - now), () -> answer(index, tick, outcome));
      } else if (outcome == null) {
        tick.reply().failed(Failure.UNKNOWN);
      } else {
        tick.reply().done(outcome);
      }
      propose(index);
    }

    private Outcome apply(Bytes command) throws IOException {
      Outcome outcome = driver.outcome(command);
      Iterator<Map.Entry<Long, Long>> each = begun.entrySet().iterator();
      while (each.hasNext()) {
        Map.Entry<Long, Long> entry = each.next();
        long lease = entry.getKey();
        if (driver.store.leases().get(lease) == null) {
          long end = entry.getValue() + ttl(lease) * 1_000;
          assertThat(now).as("%s: lease %s", what, lease).isGreaterThanOrEqualTo(end);
          ended.put(lease, now);
          each.remove();
        }
      }
      return outcome;
    }
  }
}
