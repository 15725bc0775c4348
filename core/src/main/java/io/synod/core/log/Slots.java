package io.synod.core.log;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * What this member holds of the log in memory: one accepted value per slot, without holes, from
 * {@code trimmed + 1} to {@code last}.
 *
 * <p>Invariant 3: {@code trimmed <= chosen <= last}, and no slot up to {@code chosen} ever changes
 * its value.
 */
public final class Slots {

  private static final int COMPACT_AFTER = 1024;

  private record Entry(AcceptedValue accepted, long weight) {

    /** Stands where a forgotten value was, until the list is compacted. */
    static final Entry FORGOTTEN = new Entry(new AcceptedValue(Ballot.NONE, Value.NO_OP), 0);

    Entry(AcceptedValue accepted) {
      this(accepted, accepted.value().weight());
    }
  }

  private final ArrayList<Entry> values = new ArrayList<>();

  /** How many elements at the front of {@link #values} are forgotten already. */
  private int head;

  private long trimmed;
  private long bytes;

  /** An empty log whose slots up to {@code trimmed} are part of the state machine. */
  public Slots(long trimmed) {
    this.trimmed = trimmed;
  }

  /** The last slot that is forgotten; 0 if none is. */
  public long trimmed() {
    return trimmed;
  }

  /** The last slot that holds a value; {@link #trimmed} if none does. */
  public long last() {
    return trimmed + values.size() - head;
  }

  /** About how many bytes the values take. */
  public long bytes() {
    return bytes;
  }

  /**
   * What a slot holds.
   *
   * @param slot from {@code trimmed + 1} to {@code last}
   */
  public AcceptedValue get(long slot) {
    return values.get(index(slot)).accepted();
  }

  /**
   * Sets what a slot holds.
   *
   * @param slot from {@code trimmed + 1} to {@code last + 1}
   */
  public void put(long slot, AcceptedValue accepted) {
    Entry entry = new Entry(accepted);
    bytes += entry.weight();
    if (slot == last() + 1) {
      values.add(entry);
    } else {
      bytes -= values.set(index(slot), entry).weight();
    }
  }

  /**
   * Sets a slot to the value that is known to be chosen there. The ballot of an earlier acceptance
   * stays, because this acceptance may be one of those that made the value chosen, and phase 1 must
   * go on reporting it.
   */
  public void learn(long slot, Value value) {
    Ballot ballot = slot <= last() ? get(slot).ballot() : Ballot.NONE;
    put(slot, new AcceptedValue(ballot, value));
  }

  /** Forgets the slots up to this one, which may lie beyond the last. */
  public void trimTo(long slot) {
    while (trimmed < slot && head < values.size()) {
      bytes -= values.set(head, Entry.FORGOTTEN).weight();
      head++;
      trimmed++;
    }
    trimmed = Math.max(trimmed, slot);
    if (head == values.size() || (head > COMPACT_AFTER && head > values.size() / 2)) {
      values.subList(0, head).clear();
      head = 0;
    }
  }

  /**
   * Forgets the oldest slots, none beyond {@code limit}, until the values take at most {@code
   * budget} bytes.
   */
  public void trimToBytes(long budget, long limit) {
    while (bytes > budget && trimmed < limit) {
      trimTo(trimmed + 1);
    }
  }

  /** About how many bytes the values of these slots take; slots outside the log take none. */
  public long weight(long from, long to) {
    long sum = 0;
    for (long slot = Math.max(from, trimmed + 1); slot <= Math.min(to, last()); slot++) {
      sum += values.get(index(slot)).weight();
    }
    return sum;
  }

  /** Whether these slots hold any command that a member's clients wait for. */
  boolean holdCommandsOf(MemberId member, long from, long to) {
    for (long slot = Math.max(from, trimmed + 1); slot <= Math.min(to, last()); slot++) {
      for (Command command : get(slot).value().commands()) {
        if (command.session().member().equals(member)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The values from a slot on, as many as make about so many bytes, at least one if there is one.
   *
   * @param from from {@code trimmed + 1} on
   * @param to the last slot wanted
   */
  public List<Value> run(long from, long to, long maxBytes) {
    List<Value> run = new ArrayList<>();
    long weight = 0;
    for (long slot = from; slot <= Math.min(to, last()); slot++) {
      Entry entry = values.get(index(slot));
      weight += entry.weight();
      if (!run.isEmpty() && weight > maxBytes) {
        break;
      }
      run.add(entry.accepted().value());
    }
    return run;
  }

  /**
   * Everything from a slot on, in pieces of about so many bytes; at least one piece, which may be
   * empty.
   */
  List<List<Message.Slotted>> pieces(long from, long maxBytes) {
    List<List<Message.Slotted>> pieces = new ArrayList<>();
    List<Message.Slotted> piece = new ArrayList<>();
    long weight = 0;
    for (long slot = Math.max(from, trimmed + 1); slot <= last(); slot++) {
      Entry entry = values.get(index(slot));
      weight += entry.weight();
      if (!piece.isEmpty() && weight > maxBytes) {
        pieces.add(piece);
        piece = new ArrayList<>();
        weight = entry.weight();
      }
      piece.add(new Message.Slotted(slot, entry.accepted()));
    }
    pieces.add(piece);
    return pieces;
  }

  private int index(long slot) {
    if (slot <= trimmed || slot > last() + 1) {
      throw new IllegalStateException(
          "Slot "
              + slot
              + " lies outside the log, which holds "
              + (trimmed + 1)
              + " to "
              + last()
              + ".");
    }
    return (int) (slot - trimmed - 1) + head;
  }
}
