package io.synod.core.cluster;

import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Quorums;
import io.synod.core.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The world of one seed: virtual time, the network, and the members. The same seed gives the same
 * run.
 */
final class World {

  private static final int STORM_MILLIS = 2_000;
  private static final int CALM_ELECTIONS = 30;
  private static final int TRACE_LINES = 200;

  private record Due(long at, long order, @Nullable String label, Runnable action) {}

  final Random random;
  final Checker checker;

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private final List<SimMember> members = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private final boolean tracing;
  private final Settings settings;
  private Faults faults;
  private final Set<List<MemberId>> cut = new HashSet<>();
  private long now;
  private long order;
  private long steps;
  private boolean storm = true;

  World(long seed, boolean tracing) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    this.tracing = tracing;
    this.faults = Faults.draw(random);
    int size = List.of(1, 2, 3, 3, 3, 3, 4, 5, 5, 7, 9).get(random.nextInt(11));
    this.settings = drawSettings();
    List<MemberId> ids = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      ids.add(new MemberId(i));
    }
    Quorums quorums = Quorums.of(ids);
    this.checker = new Checker(quorums);
    for (MemberId id : ids) {
      members.add(new SimMember(id, this, quorums, settings));
    }
    trace(() -> "seed " + seed + ": " + size + " members, " + faults + ", " + settings);
  }

  private Settings drawSettings() {
    int heartbeat = 10 + random.nextInt(20);
    return new Settings(
        heartbeat,
        heartbeat * (4 + random.nextInt(8)),
        1 + random.nextInt(8),
        200 + random.nextInt(5_000),
        1 + random.nextInt(10),
        100 + random.nextInt(2_000),
        1_000,
        1 << 20,
        random.nextInt(3) == 0 ? 300 : 20_000);
  }

  long steps() {
    return steps;
  }

  List<String> trace() {
    return trace;
  }

  void trace(Supplier<@Nullable String> line) {
    if (tracing) {
      if (trace.size() > TRACE_LINES) {
        trace.subList(0, TRACE_LINES / 2).clear();
      }
      trace.add(now + ": " + line.get());
    }
  }

  void after(long delay, @Nullable String label, Runnable action) {
    queue.add(new Due(now + delay, order++, label, action));
  }

  /** A member's clock never goes back, but members do not agree on the time. */
  long clock(SimMember member) {
    return 1_000 * member.id.value() + now;
  }

  int syncTime() {
    return random.nextInt(faults.maxSync() + 1);
  }

  boolean diesNow() {
    return storm && faults.crashes() > 0 && random.nextInt(3_000) == 0;
  }

  /** The storm with its faults, then the calm in which everything has to come right. */
  void run() {
    for (SimMember member : members) {
      after(random.nextInt(50), null, member::start);
    }
    after(1, null, this::client);
    after(1, null, this::fate);
    runUntil(STORM_MILLIS);
    calm();
    checkLiveness();
  }

  private void runUntil(long end) {
    while (!queue.isEmpty() && queue.element().at() <= end) {
      Due due = queue.remove();
      now = due.at();
      steps++;
      if (due.label() != null) {
        trace(due::label);
      }
      due.action().run();
    }
    now = end;
  }

  private SimMember any() {
    return members.get(random.nextInt(members.size()));
  }

  private SimMember member(MemberId id) {
    return members.get((int) id.value() - 1);
  }

  private void client() {
    switch (random.nextInt(4)) {
      case 0, 1 -> any().propose(1 + random.nextInt(4));
      case 2 -> any().read();
      default -> {
        if (random.nextInt(40) == 0) {
          any().handOver(any().id);
        }
      }
    }
    if (storm) {
      after(1 + random.nextInt(20), null, this::client);
    }
  }

  private void fate() {
    if (!storm) {
      return;
    }
    SimMember victim = any();
    if (random.nextDouble() < faults.crashes() / 20) {
      if (victim.isUp()) {
        trace(() -> victim.id + " crashes");
        victim.crash();
      }
    }
    if (random.nextDouble() < faults.partitions() / 20) {
      partition();
    } else if (random.nextInt(10) == 0) {
      cut.clear();
    }
    if (random.nextDouble() < faults.usurpations() / 20) {
      any().usurp(any().id);
    }
    if (random.nextInt(10) == 0) {
      any().flush();
    }
    after(50, null, this::fate);
  }

  /**
   * A member went down: somebody starts it again, and the others may notice that their connections
   * broke.
   */
  void membersLost(SimMember lost) {
    int life = lost.life();
    after(
        random.nextInt(400),
        "restart of " + lost.id,
        () -> {
          if (!lost.isUp() && lost.life() == life) {
            lost.start();
          }
        });
    for (SimMember other : members) {
      if (other != lost && random.nextInt(3) > 0) {
        after(random.nextInt(5), null, () -> other.disconnected(lost.id));
      }
    }
  }

  /** Cuts some links, both ways or one way. */
  private void partition() {
    List<SimMember> shuffled = new ArrayList<>(members);
    Collections.shuffle(shuffled, random);
    int side = random.nextInt(shuffled.size());
    boolean oneWay = random.nextInt(3) == 0;
    for (int i = 0; i < side; i++) {
      for (int j = side; j < shuffled.size(); j++) {
        cut.add(List.of(shuffled.get(i).id, shuffled.get(j).id));
        if (!oneWay) {
          cut.add(List.of(shuffled.get(j).id, shuffled.get(i).id));
        }
      }
    }
    trace(() -> "cut " + cut);
  }

  void send(SimMember from, MemberId to, Message message) {
    if (to.equals(from.id)) {
      throw new AssertionError(to + " sends to itself: " + message);
    }
    checker.leaves(from.id, message);
    int copies = random.nextDouble() < faults.duplication() ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (random.nextDouble() >= faults.loss() && !cut.contains(List.of(from.id, to))) {
        int delay =
            random.nextInt(faults.maxDelay() + 1) * (storm && random.nextInt(30) == 0 ? 10 : 1);
        after(
            delay,
            null,
            () -> {
              if (!cut.contains(List.of(from.id, to))) {
                member(to).receive(from.id, message);
              }
            });
      }
    }
  }

  void fetchSnapshot(SimMember behind, MemberId source) {
    int life = behind.life();
    after(
        1 + random.nextInt(30),
        null,
        () -> {
          SimMember from = member(source);
          if (from.isUp() && !cut.contains(List.of(source, behind.id))) {
            long slot = from.applied();
            trace(() -> behind.id + " installs the snapshot of " + source + " at slot " + slot);
            behind.install(life, slot);
          }
        });
  }

  /** No more faults: heal the network, start everybody. */
  private void calm() {
    trace(() -> "calm");
    storm = false;
    faults = Faults.none();
    cut.clear();
    for (SimMember member : members) {
      if (!member.isUp()) {
        member.start();
      }
    }
    long election = settings.electionMillis();
    runUntil(now + CALM_ELECTIONS / 3 * election);
    for (SimMember member : members) {
      member.propose(2);
      member.read();
    }
    runUntil(now + CALM_ELECTIONS * election);
  }

  private void checkLiveness() {
    long leaders = members.stream().filter(SimMember::leads).count();
    if (leaders != 1) {
      throw new AssertionError("In the calm there are " + leaders + " leaders: " + members);
    }
    long applied = members.stream().mapToLong(SimMember::applied).max().orElseThrow();
    for (SimMember member : members) {
      if (member.applied() != applied || member.hasOpen() || !member.isSynced()) {
        throw new AssertionError(
            "In the calm this member is not done: " + member + " of " + members);
      }
    }
    if (checker.acknowledged() == 0) {
      throw new AssertionError("Nothing was ever acknowledged: " + members);
    }
  }
}
