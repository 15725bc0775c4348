package io.synod.sim.disk;

import io.synod.core.Ballot;
import io.synod.core.Record;
import io.synod.core.RegisterState;
import io.synod.sim.chance.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a member's disk holds, as the journal and the state machine promise it: one batch of records
 * is written at a time, and the next only once that one is durable; a crash leaves any prefix of
 * the batch under way, and nothing of what had not been written; the state machine stands at its
 * last flush.
 *
 * @param <S> an image of the state machine, which nobody changes
 */
public final class RecordDisk<S> {

  private final List<Record> durable = new ArrayList<>();
  private List<Record> batch = List.of();
  private List<Record> queue = new ArrayList<>();
  private S state;
  private long stateSlot;
  private int boots;

  /** The registers as they were kept last, and how many of the durable records are in that. */
  private Map<String, RegisterState> registers = new TreeMap<>();

  private int covered;

  /** An empty disk, with a state machine to which nothing was applied. */
  public RecordDisk(S empty) {
    this.state = empty;
  }

  /** Records to be written; in memory only so far. */
  public void append(List<Record> records) {
    queue.addAll(records);
  }

  /** Begins to write everything that waits, if anything does and nothing is being written. */
  public boolean beginSync() {
    if (queue.isEmpty() || !batch.isEmpty()) {
      return false;
    }
    batch = queue;
    queue = new ArrayList<>();
    return true;
  }

  /** The batch under way is durable; returns it. */
  public List<Record> endSync() {
    List<Record> done = batch;
    durable.addAll(done);
    batch = List.of();
    return done;
  }

  /** The process dies, or the power fails; returns what of the batch under way is on disk. */
  public List<Record> crash(Chance chance) {
    return crash(survivors(batch, chance));
  }

  /** The same; of what waits so many records are on disk. */
  public List<Record> crash(int kept) {
    beginSync();
    return crash(List.copyOf(batch.subList(0, kept)));
  }

  private List<Record> crash(List<Record> kept) {
    durable.addAll(kept);
    batch = List.of();
    queue = new ArrayList<>();
    return kept;
  }

  /** A batch is cut off at the first record that is not whole. */
  private static List<Record> survivors(List<Record> written, Chance chance) {
    return List.copyOf(written.subList(0, chance.below(written.size() + 1)));
  }

  /** The registers are kept, durably, with whatever the records so far say of them. */
  public void saveRegisters(Map<String, RegisterState> states) {
    registers = states;
    covered = durable.size();
  }

  /** The registers as they were kept last. */
  public Map<String, RegisterState> registers() {
    return registers;
  }

  /** The state machine is durable as of a slot. */
  public void saveState(long slot, S image) {
    stateSlot = slot;
    state = image;
  }

  /**
   * The journal forgets records at its front that the durable state makes superfluous: all of them,
   * or, as whole segments go, fewer. The promise among them is stated anew.
   *
   * @param limit the slot up to which the state machine is durable
   */
  public void trim(long limit, Chance chance) {
    int end = 0;
    while (end < durable.size() && isSuperfluous(end, limit)) {
      end++;
    }
    if (chance.oneIn(2)) {
      end = chance.below(end + 1);
    }
    Ballot promised = Ballot.NONE;
    for (Record record : durable.subList(0, end)) {
      Ballot ballot = promiseOf(record);
      promised = ballot.isNewerThan(promised) ? ballot : promised;
    }
    durable.subList(0, end).clear();
    covered = Math.max(0, covered - end);
    if (promised.isNewerThan(Ballot.NONE)) {
      durable.add(0, new Record.Promised(promised));
      covered++;
    }
  }

  private boolean isSuperfluous(int index, long limit) {
    return switch (durable.get(index)) {
      case Record.Accepted accepted -> accepted.last() <= limit;
      case Record.Learned learned -> learned.last() <= limit;
      case Record.Installed installed -> installed.slot() <= limit;
      case Record.Chosen chosen -> chosen.slot() <= limit;
      case Record.Promised any -> true;
      case Record.Register any -> index < covered;
    };
  }

  private static Ballot promiseOf(Record record) {
    return switch (record) {
      case Record.Promised promised -> promised.ballot();
      case Record.Accepted accepted -> accepted.ballot();
      case Record.Learned any -> Ballot.NONE;
      case Record.Installed any -> Ballot.NONE;
      case Record.Chosen any -> Ballot.NONE;
      case Record.Register any -> Ballot.NONE;
    };
  }

  /** Everything is gone, and nobody knows that anything was there. */
  public void wipe(S empty) {
    durable.clear();
    batch = List.of();
    queue = new ArrayList<>();
    saveState(0, empty);
    saveRegisters(new TreeMap<>());
    boots = 0;
  }

  /** The journal's records, oldest first. */
  public List<Record> records() {
    return durable;
  }

  /** Records that a crash may take back, oldest first. */
  public List<Record> unsynced() {
    List<Record> waiting = new ArrayList<>(batch);
    waiting.addAll(queue);
    return waiting;
  }

  /** The last slot whose effects the durable state holds. */
  public long stateSlot() {
    return stateSlot;
  }

  /** The durable state. */
  public S state() {
    return state;
  }

  /** Whether everything appended is durable. */
  public boolean isSynced() {
    return batch.isEmpty() && queue.isEmpty();
  }

  /** Counts a start; returns how many there were, this one included. */
  public int nextBoot() {
    return ++boots;
  }
}
