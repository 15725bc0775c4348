package io.synod.core.replica;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Record;
import io.synod.core.Value;
import io.synod.core.log.Slots;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Gives a member's protocol back what it must not have forgotten: replay every record that the
 * journal holds, in order, and then hand this to a new {@link Replica}.
 */
public final class Recovery {

  private final long stateSlot;
  private final NavigableMap<Long, AcceptedValue> accepted = new TreeMap<>();
  private Ballot promised = Ballot.NONE;
  private long chosen;

  /**
   * Begins with an empty journal.
   *
   * @param stateSlot the last slot whose effects the state machine holds durably; the journal must
   *     hold every later slot that was ever accepted here
   */
  public Recovery(long stateSlot) {
    this.stateSlot = stateSlot;
    this.chosen = stateSlot;
  }

  /** Takes the next record. */
  public void replay(Record record) {
    switch (record) {
      case Record.Promised promise -> promise(promise.ballot());
      case Record.Accepted accept -> {
        promise(accept.ballot());
        long slot = accept.first();
        for (Value value : accept.values()) {
          put(slot++, new AcceptedValue(accept.ballot(), value));
        }
      }
      case Record.Learned learned -> {
        learn(learned.first(), learned.values());
        chosen = Math.max(chosen, learned.last());
      }
      case Record.Chosen hint -> chosen = Math.max(chosen, hint.slot());
      case Record.Installed installed -> {
        accepted.keySet().removeIf(slot -> slot <= installed.slot());
        chosen = Math.max(chosen, installed.slot());
      }
      case Record.Register _ -> {} // goes to where the world stores registers
    }
  }

  private void promise(Ballot ballot) {
    if (ballot.isNewerThan(promised)) {
      promised = ballot;
    }
  }

  private void learn(long first, List<Value> values) {
    long slot = first;
    for (Value value : values) {
      AcceptedValue before = accepted.get(slot);
      put(slot++, new AcceptedValue(before == null ? Ballot.NONE : before.ballot(), value));
    }
  }

  private void put(long slot, AcceptedValue value) {
    if (slot > stateSlot) {
      accepted.put(slot, value);
    }
  }

  Ballot promised() {
    return promised;
  }

  /** Every slot up to this one was known to be chosen. */
  long chosen() {
    return chosen;
  }

  /**
   * The log after the state machine's slot.
   *
   * @throws IllegalStateException if the journal lacks a slot between the state machine's and its
   *     last: a sentence for people
   */
  Slots slots() {
    Slots slots = new Slots(stateSlot);
    accepted.forEach((slot, value) -> {
      if (slot != slots.last() + 1) {
        throw missing(slots.last() + 1);
      }
      slots.put(slot, value);
    });
    if (chosen > slots.last()) {
      throw missing(slots.last() + 1);
    }
    return slots;
  }

  private IllegalStateException missing(long slot) {
    return new IllegalStateException(
        "The journal lacks slot "
            + slot
            + ", although the state machine stands at slot "
            + stateSlot
            + ": a part of the data directory is lost, so restore it or let this member join"
            + " anew.");
  }
}
