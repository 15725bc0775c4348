package io.synod.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the effects of one step. The roles write into it; the replica takes them out. */
public final class Outbox {

  private List<Record> append = new ArrayList<>();
  private List<Effects.Send> now = new ArrayList<>();
  private List<Effects.SendOnceDurable> onceDurable = new ArrayList<>();
  private List<Effects.Chosen> chosen = new ArrayList<>();
  private List<Effects.ReadReady> reads = new ArrayList<>();
  private List<Effects.Refused> refused = new ArrayList<>();
  private @Nullable MemberId snapshotFrom;
  private boolean empty = true;

  /** The number of the last record that any step appended. */
  private long appended;

  /**
   * Appends a record to the journal.
   *
   * @return its number, from 1
   */
  public long append(Record record) {
    empty = false;
    append.add(record);
    return ++appended;
  }

  /** Sends a message that says nothing which a crash could take back. */
  public void send(MemberId to, Message message) {
    empty = false;
    now.add(new Effects.Send(to, message));
  }

  /** Sends a message once every record appended so far is durable. */
  public void sendOnceDurable(MemberId to, Message message) {
    empty = false;
    onceDurable.add(new Effects.SendOnceDurable(appended, to, message));
  }

  /** Gives a chosen value to the state machine. */
  public void chosen(long slot, Value value) {
    empty = false;
    chosen.add(new Effects.Chosen(slot, value));
  }

  /** Lets reads proceed. */
  public void readReady(long upTo, long slot) {
    empty = false;
    reads.add(new Effects.ReadReady(upTo, slot));
  }

  /** Refuses a command of this member's clients. */
  public void refuse(long sequence, Effects.Reason reason) {
    empty = false;
    refused.add(new Effects.Refused(sequence, reason));
  }

  /** Asks for another member's snapshot. */
  public void fetchSnapshot(MemberId from) {
    empty = false;
    snapshotFrom = from;
  }

  /** What was collected since the last call. */
  public Effects take() {
    if (empty) {
      return Effects.NONE;
    }
    Effects effects =
        new Effects(
            append, now, onceDurable, chosen, reads, refused, Optional.ofNullable(snapshotFrom));
    append = new ArrayList<>();
    now = new ArrayList<>();
    onceDurable = new ArrayList<>();
    chosen = new ArrayList<>();
    reads = new ArrayList<>();
    refused = new ArrayList<>();
    snapshotFrom = null;
    empty = true;
    return effects;
  }
}
