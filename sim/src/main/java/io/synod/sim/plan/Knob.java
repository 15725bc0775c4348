package io.synod.sim.plan;

import io.synod.sim.chance.Chance;
import java.util.List;

/**
 * The figures of a run. Each is drawn from the seed, can be set by hand, and has a least value at
 * which it does no harm, towards which a failing run is shrunk.
 *
 * <p>Rates are in events per ten simulated seconds; shares are in thousandths.
 */
public enum Knob {
  /** How many members vote. */
  MEMBERS(1),
  /** How long the faults last, in milliseconds. */
  STORM(200),
  /** The heartbeat interval, in milliseconds. */
  HEARTBEAT(10),
  /** The election timeout, in heartbeat intervals. */
  ELECTION(4),
  /** How many slots a leader may have in flight. */
  WINDOW_SLOTS(1),
  /** How many bytes a leader may have in flight. */
  WINDOW_BYTES(200),
  /** How many commands a slot may hold. */
  BATCH_COMMANDS(1),
  /** About how many bytes a slot or a message may hold. */
  BATCH_BYTES(100),
  /** How many commands may wait at a member. */
  PENDING(5),
  /** How many bytes of chosen values a log keeps. */
  LOG_BYTES(300),

  /** How many clients there are. */
  CLIENTS(1),
  /** How long a client waits between two calls at most, in milliseconds. */
  THINK(1),
  /** How many keys clients use. */
  KEYS(1),
  /** The share of reads among the calls. */
  READS(0),
  /** The share of compare-and-sets among the updates. */
  COMPARE_AND_SETS(0),
  /** The share of serializable reads among the reads. */
  SERIALIZABLE(0),
  /** The share of the calls that go to whoever leads, or last led. */
  TO_LEADER(0),
  /** How many updates that nobody reads come at once, at most, now and then. */
  BURST(0),
  /** How often an operator hands leadership over. */
  HANDOVERS(0),

  /** How long a message takes, in microseconds. */
  DELAY(100),
  /** The share of messages that never arrive. */
  LOSS(0),
  /** The share of messages that arrive twice. */
  DUPLICATION(0),
  /** The share of messages that take many times as long. */
  TAIL(0),
  /** The share of messages of which a copy arrives much later, come what may. */
  LATE(0),
  /** How late that is, in election timeouts. */
  LATENESS(1),
  /** How often a link holds everything back for a while. */
  CLOGS(0),
  /** How often the network splits in some shape. */
  PARTITIONS(0),
  /** How long a split lasts at most, in election timeouts. */
  SPLIT(1),
  /** How often the leader is cut off. */
  ISOLATIONS(0),
  /** How often a link begins to come and go. */
  FLAPS(0),
  /** How often a connection seems to break. */
  DISCONNECTIONS(0),
  /** How often a member is told to take over although others follow a leader. */
  USURPATIONS(0),
  /** How often a question for chosen values arrives that was asked long ago. */
  OLD_QUESTIONS(0),

  /** How often a member crashes. */
  CRASHES(0),
  /** How often all crash at once. */
  BLACKOUTS(0),
  /** How long a member stays down at most, in milliseconds. */
  DOWN(0),
  /** How often a member stands still, as in a collection of garbage. */
  PAUSES(0),
  /** How long it stands still at most, in election timeouts. */
  PAUSE(1),

  /** How long a sync takes at most, in microseconds. */
  SYNC(100),
  /** How often a disk takes very long for a sync. */
  STALLS(0),
  /** How often a sync fails, upon which the member stops. */
  SYNC_FAILURES(0),
  /** How often a disk is full for a while. */
  FULL_DISKS(0),
  /** How often damage to a disk is found when its member starts, so that it does not. */
  DAMAGES(0),
  /** How often a disk is lost whole, so that its member stays out. */
  LOST_DISKS(0),
  /** How often a state machine becomes durable, and its journal is trimmed. */
  FLUSHES(0),
  /** How long a snapshot is under way at most, in milliseconds. */
  SNAPSHOT(1),
  /** How long a chosen value may take until it is applied, in microseconds. */
  APPLY(0),

  /** By how much clocks run too fast or too slow at most, in thousandths. */
  DRIFT(0),
  /** How often a clock is set, forward or back. */
  JUMPS(0),

  /** The share of messages that get through a link that is cut. */
  LEAKS(0),
  /** How often a minority loses touch with the rest, which gets a leader of its own at once. */
  SCHISMS(0),

  /** How many registers clients use at a time. */
  REGISTERS(0),

  /** How many clients of whole members watch the history. */
  WATCHES(0),
  /** How many clients of whole members hold leases. */
  LEASES(0),
  /** How many clients of whole members put, delete and read many keys, at old revisions too. */
  EDITS(0),
  /** How many revisions a compaction of whole members leaves, at most. */
  KEPT(7);

  private final int least;

  Knob(int least) {
    this.least = least;
  }

  /** The value at which this does no harm. */
  public int least() {
    return least;
  }

  /** A value for one run; of the faults every run goes without some. */
  int draw(Chance chance) {
    return switch (this) {
      case MEMBERS -> chance.of(List.of(1, 2, 3, 3, 3, 3, 4, 4, 5, 5, 5, 5, 6, 7, 9));
      case STORM -> chance.between(1_000, 4_000);
      case HEARTBEAT -> chance.between(10, chance.oneIn(4) ? 100 : 30);
      case ELECTION -> chance.between(4, 12);
      case WINDOW_SLOTS -> chance.between(1, 8);
      case WINDOW_BYTES -> chance.between(200, 5_000);
      case BATCH_COMMANDS -> chance.between(1, 10);
      case BATCH_BYTES -> chance.between(100, 2_000);
      case PENDING -> chance.oneIn(4) ? chance.between(5, 30) : 1_000;
      case LOG_BYTES -> chance.of(List.of(300, 1_000, 3_000, 20_000, 20_000));
      case CLIENTS -> chance.between(1, 8);
      case THINK -> chance.between(1, chance.oneIn(3) ? 200 : 40);
      case KEYS -> chance.between(1, 4);
      case READS -> chance.between(100, 800);
      case COMPARE_AND_SETS -> chance.between(0, 700);
      case SERIALIZABLE -> chance.between(0, 400);
      case TO_LEADER -> chance.between(0, 900);
      case BURST -> sometimes(chance, 2, 1, 30);
      case DELAY -> chance.between(100, chance.oneIn(3) ? 20_000 : 3_000);
      case LATENESS -> chance.between(1, chance.oneIn(2) ? 2 : 8);
      case SPLIT -> chance.between(1, 10);
      case DOWN -> chance.between(0, 1_000);
      case PAUSE -> chance.between(1, 4);
      case SYNC -> chance.between(100, chance.oneIn(3) ? 30_000 : 2_000);
      case SNAPSHOT -> chance.between(1, chance.oneIn(3) ? 1_000 : 60);
      case FLUSHES -> chance.between(5, 60);
      default -> drawFault(chance);
    };
  }

  private int drawFault(Chance chance) {
    return switch (this) {
      case HANDOVERS -> sometimes(chance, 3, 1, 20);
      case LOSS -> sometimes(chance, 2, 1, 300);
      case DUPLICATION -> sometimes(chance, 2, 1, 500);
      case TAIL -> sometimes(chance, 2, 1, 100);
      case LATE -> sometimes(chance, 2, 1, chance.oneIn(2) ? 300 : 40);
      case CLOGS -> sometimes(chance, 3, 1, 40);
      case PARTITIONS -> sometimes(chance, 2, 1, 20);
      case ISOLATIONS -> sometimes(chance, 2, 1, 20);
      case FLAPS -> sometimes(chance, 4, 1, 10);
      case DISCONNECTIONS -> sometimes(chance, 3, 1, 50);
      case USURPATIONS -> sometimes(chance, 3, 1, chance.oneIn(3) ? 400 : 100);
      case OLD_QUESTIONS -> sometimes(chance, 2, 1, chance.oneIn(3) ? 1_000 : 100);
      case CRASHES -> sometimes(chance, 2, 1, 30);
      case BLACKOUTS -> sometimes(chance, 4, 1, 10);
      case PAUSES -> sometimes(chance, 3, 1, 20);
      case STALLS -> sometimes(chance, 3, 1, 20);
      case SYNC_FAILURES -> sometimes(chance, 4, 1, 10);
      case FULL_DISKS -> sometimes(chance, 4, 1, 5);
      case DAMAGES -> sometimes(chance, 4, 1, 5);
      case LOST_DISKS -> sometimes(chance, 4, 1, 5);
      case APPLY -> sometimes(chance, 2, 1, 20_000);
      case DRIFT -> sometimes(chance, 2, 1, 200);
      case JUMPS -> sometimes(chance, 4, 1, 20);
      case LEAKS -> sometimes(chance, 2, 1, 300);
      case SCHISMS -> sometimes(chance, 2, 1, 20);
      case REGISTERS -> sometimes(chance, 2, 1, 4);
      case WATCHES -> sometimes(chance, 2, 1, 4);
      case LEASES -> sometimes(chance, 2, 1, 4);
      case EDITS -> sometimes(chance, 2, 1, 3);
      case KEPT -> chance.of(List.of(7, 7, 50, 200, 1_000));
      default -> throw new IllegalStateException("Nothing says how to draw " + this + ".");
    };
  }

  private static int sometimes(Chance chance, int outOf, int least, int most) {
    boolean off = outOf == 2 ? chance.below(5) < 2 : !chance.oneIn(outOf - 1);
    int value = chance.between(least, most);
    return off ? 0 : value;
  }
}
