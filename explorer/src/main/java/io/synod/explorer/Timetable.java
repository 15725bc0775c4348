package io.synod.explorer;

import io.synod.core.replica.Replica;
import io.synod.sim.chance.Chance;
import io.synod.sim.world.ByHand;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When what happens if nobody meddles: messages arrive, disks end their work, clocks are looked at.
 * It depends on the setting and the lines played alone.
 */
final class Timetable {

  /** How often members of a log look at their clocks, in milliseconds. */
  private static final int TICK = 100;

  /** How often those look that wait for a register. */
  private static final int LOOK = 1_000;

  private static final int FASTEST_SYNC = 20;
  private static final int SYNC_SPREAD = 30;
  private static final int SNAPSHOT = 300;
  private static final long NEVER = Long.MAX_VALUE;

  private final Run run;
  private final Chance chance;

  /** By member: when its disk began to owe something; {@link #NEVER} if it owes nothing. */
  private final long[] owesSince;

  private final long[] syncTakes;

  /** By member: up to when it knows that time has passed. */
  private final long[] ticked;

  /** By member: the random bits of its next look at the clock. */
  private final int[] random;

  Timetable(Run run) {
    this.run = run;
    this.chance = new Chance(run.setting().seed());
    int members = run.setting().members();
    this.owesSince = new long[members];
    this.syncTakes = new long[members];
    this.ticked = new long[members];
    this.random = new int[members];
    Arrays.fill(owesSince, NEVER);
    for (int member = 0; member < members; member++) {
      draw(member);
      ticked[member] = -chance.below(TICK);
    }
  }

  private void draw(int member) {
    syncTakes[member] = (long) FASTEST_SYNC + chance.below(SYNC_SPREAD);
    random[member] = chance.below(1_000);
  }

  /** What happens next, and when. */
  private static final class Best {
    long at = NEVER;
    @Nullable String line;

    void offer(long due, String what) {
      if (due < at) {
        at = due;
        line = what;
      }
    }
  }

  /** The line that is due first; null if none is. */
  @Nullable String next(boolean withClocks) {
    return best(withClocks).line;
  }

  /** When that line is due. */
  long nextAt() {
    return Math.max(run.now(), best(true).at);
  }

  /** The line that is due first, if it is by then; null otherwise. */
  @Nullable String nextUntil(long end) {
    Best best = best(true);
    return Math.max(run.now(), best.at) <= end ? best.line : null;
  }

  private Best best(boolean withClocks) {
    Best best = new Best();
    int members = run.setting().members();
    for (int from = 0; from < members; from++) {
      for (int to = 0; to < members; to++) {
        List<Flight> link = run.traffic().link(from, to);
        if (!link.isEmpty() && !run.rehearsal().isPaused(to)) {
          best.offer(link.getFirst().due, "deliver " + (from + 1) + "->" + (to + 1) + " 1");
        }
      }
    }
    for (int member = 0; member < members; member++) {
      if (works(member)) {
        offer(best, member, withClocks);
      }
    }
    return best;
  }

  private boolean works(int member) {
    return run.world().isUp(member) && !run.rehearsal().isPaused(member);
  }

  private void offer(Best best, int member, boolean withClocks) {
    if (owesSince[member] != NEVER) {
      best.offer(owesSince[member] + syncTakes[member], "sync " + (member + 1));
    }
    Integer source = run.rehearsal().wanted().get(member);
    if (source != null && run.world().isUp(source)) {
      best.offer(ticked[member] + SNAPSHOT, "install " + (member + 1) + " from " + (source + 1));
    }
    long tick = withClocks ? tickAt(member) : NEVER;
    if (tick != NEVER) {
      long millis = Math.max(1, Math.max(tick, run.now()) - ticked[member]);
      best.offer(tick, "tick " + (member + 1) + " " + millis + " " + random[member]);
    }
  }

  private long tickAt(int member) {
    if (run.setting().mode() != Mode.REGISTER) {
      return ticked[member] + TICK;
    }
    Replica replica = run.world().replica(member);
    if (replica.waitingForRegisters() == 0) {
      return NEVER;
    }
    long by = replica.tickBy();
    long clock = run.world().clock(member);
    long wanted = by == NEVER ? NEVER : ticked[member] + (by <= clock ? 1 : by - clock);
    return Math.min(wanted, ticked[member] + LOOK);
  }

  /** After how many milliseconds a member that waits for others tries again; 0 if it does not. */
  long timeout(int member) {
    Replica replica = run.world().replica(member);
    if (replica.waitingForRegisters() == 0) {
      return 0;
    }
    long clock = run.world().clock(member);
    long by = replica.tickBy();
    return by <= clock ? 1 : Math.min(LOOK, by - clock);
  }

  /** What time it is once a line is played. */
  long at(List<String> words) {
    int member = Lines.member(words);
    if (member < 0 || member >= owesSince.length) {
      return run.now();
    }
    return switch (words.getFirst()) {
      case "deliver" -> arrives(Lines.from(words.get(1)), member);
      case "sync" -> owesSince[member] == NEVER ? run.now() : owesSince[member] + syncTakes[member];
      case "tick" ->
          run.setting().mode() == Mode.REGISTER
              ? ticked[member] + (words.size() > 2 ? Texts.number(words.get(2)) : 0)
              : ticked[member] + TICK;
      default -> run.now();
    };
  }

  private long arrives(int from, int to) {
    List<Flight> link =
        from < 0 || from >= owesSince.length ? List.of() : run.traffic().link(from, to);
    return link.isEmpty() ? run.now() : link.getFirst().due;
  }

  /** A line was played: what it has changed for what comes next. */
  void played(List<String> words) {
    int member = Lines.member(words);
    boolean isHis = member >= 0 && member < ticked.length;
    if (isHis && (words.getFirst().equals("tick") || words.getFirst().equals("restart"))) {
      ticked[member] = run.now();
      draw(member);
    }
    if (isHis && words.getFirst().equals("register") && run.world().waiting(member) == 1) {
      ticked[member] = run.now();
    }
    ByHand world = run.world();
    for (int each = 0; each < owesSince.length; each++) {
      boolean owes = world.isUp(each) && !world.isSynced(each);
      if (!owes) {
        owesSince[each] = NEVER;
      } else if (owesSince[each] == NEVER) {
        owesSince[each] = run.now();
      }
    }
    if (isHis && words.getFirst().equals("sync")) {
      draw(member);
    }
  }
}
