package io.synod.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the effects of one step. The roles write into it; the replica takes them out. */
public final class Outbox {

  /** As many effects of a kind as a step mostly has: a message for each of the others. */
  private static final int FEW = 4;

  private List<Record> append = List.of();
  private List<Effects.Send> now = List.of();
  private List<Effects.SendOnceDurable> onceDurable = List.of();
  private List<Effects.Send> atLeisure = List.of();
  private List<Effects.Chosen> chosen = List.of();
  private List<Effects.ReadReady> reads = List.of();
  private List<Effects.Refused> refused = List.of();
  private @Nullable MemberId snapshotFrom;
  private List<RegisterEffects.Store> stores = List.of();
  private List<String> loads = List.of();
  private List<RegisterEffects.Answer> answers = List.of();
  private boolean empty = true;

  /** The number of the last record that any step appended. */
  private long appended;

  /**
   * Appends a record to the journal.
   *
   * @return its number, from 1
   */
  public long append(Record record) {
    append = with(append, record);
    return ++appended;
  }

  /** The number of the last record that was appended. */
  public long appended() {
    return appended;
  }

  /** Sends a message that says nothing which a crash could take back. */
  public void send(MemberId to, Message message) {
    now = with(now, new Effects.Send(to, message));
  }

  /** Sends a message once every record appended so far is durable. */
  public void sendOnceDurable(MemberId to, Message message) {
    onceDurable = with(onceDurable, new Effects.SendOnceDurable(appended, to, message));
  }

  /** Sends a message for which nobody waits; see {@link Effects#atLeisure}. */
  public void sendAtLeisure(MemberId to, Message message) {
    atLeisure = with(atLeisure, new Effects.Send(to, message));
  }

  /** Gives a chosen value to the state machine. */
  public void chosen(long slot, Value value) {
    chosen = with(chosen, new Effects.Chosen(slot, value));
  }

  /** Lets reads proceed. */
  public void readReady(long upTo, long slot) {
    reads = with(reads, new Effects.ReadReady(upTo, slot));
  }

  /** Refuses a command of this member's clients. */
  public void refuse(long sequence, Effects.Reason reason) {
    refused = with(refused, new Effects.Refused(sequence, reason));
  }

  /** Asks for another member's snapshot. */
  public void fetchSnapshot(MemberId from) {
    empty = false;
    snapshotFrom = from;
  }

  /** Keeps what a register holds; see {@link RegisterEffects#stores}. */
  public void store(String register, RegisterState state) {
    stores = with(stores, new RegisterEffects.Store(register, state));
  }

  /** Asks what was stored of a register. */
  public void load(String register) {
    loads = with(loads, register);
  }

  /** Answers a client's question about a register. */
  public void answer(RegisterEffects.Answer answer) {
    answers = with(answers, answer);
  }

  /** What was collected since the last call. */
  public Effects take() {
    if (empty) {
      return Effects.NONE;
    }
    Effects effects =
        new Effects(
            append,
            now,
            onceDurable,
            atLeisure,
            chosen,
            reads,
            refused,
            Optional.ofNullable(snapshotFrom),
            takeRegisters());
    append = List.of();
    now = List.of();
    onceDurable = List.of();
    atLeisure = List.of();
    chosen = List.of();
    reads = List.of();
    refused = List.of();
    snapshotFrom = null;
    empty = true;
    return effects;
  }

  private RegisterEffects takeRegisters() {
    if (stores.isEmpty() && loads.isEmpty() && answers.isEmpty()) {
      return RegisterEffects.NONE;
    }
    RegisterEffects effects = new RegisterEffects(stores, loads, answers);
    stores = List.of();
    loads = List.of();
    answers = List.of();
    return effects;
  }

  /** Most effects of a step are of one or two kinds: a list is made for its first element only. */
  private <T> List<T> with(List<T> list, T element) {
    empty = false;
    List<T> longer = list.isEmpty() ? new ArrayList<>(FEW) : list;
    longer.add(element);
    return longer;
  }
}
