package io.synod.node.apply;

import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.Effects.Chosen;
import io.synod.core.Session;
import io.synod.node.Failure;
import io.synod.node.requests.Answers;
import io.synod.node.requests.Proposals;
import io.synod.node.requests.ReadGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;

/**
 * Takes chosen values into the state machine, each command once, and answers those who wait. Called
 * by the apply thread only, except for {@link #applied()}.
 *
 * @param <R> the type of an answer
 */
public final class Applier<R> {

  private record WaitingRead(ReadGroup group, long slot) {}

  private record Result<R>(long sequence, R result) {}

  private final DurableMachine<R> machine;
  private final Session self;
  private final Proposals<R> proposals;
  private final Answers answers = new Answers();
  private final List<Result<R>> results = new ArrayList<>();
  private final Queue<WaitingRead> reads = new ArrayDeque<>();
  private Sessions sessions;
  private LogHash hash;
  private long slot;
  private volatile Applied applied;

  /** Stands where the state machine stands. */
  public Applier(DurableMachine<R> machine, Session self, Proposals<R> proposals) {
    this.machine = machine;
    this.self = self;
    this.proposals = proposals;
    Map<String, Bytes> notes = machine.notes();
    this.sessions = new Sessions(notes);
    this.hash = new LogHash(notes);
    this.slot = machine.durableSlot();
    this.applied = new Applied(slot, hash.value());
  }

  /** What readers see. Any thread. */
  public Applied applied() {
    return applied;
  }

  /**
   * Applies a value; {@link #commit} has to follow. Slots that a snapshot brought already are
   * skipped.
   *
   * @throws IllegalStateException if slots before it are missing
   */
  void apply(Chosen chosen) {
    if (chosen.slot() <= slot) {
      return;
    }
    if (chosen.slot() != slot + 1) {
      throw new IllegalStateException(
          "Invariant broken: slot "
              + chosen.slot()
              + " was to be applied after slot "
              + slot
              + ".");
    }
    slot = chosen.slot();
    hash.add(slot, chosen.value());
    machine.begin(slot);
    for (Command command : chosen.value().commands()) {
      if (sessions.admit(command)) {
        apply(command);
      }
    }
  }

  private void apply(Command command) {
    boolean wanted = command.session().equals(self) && proposals.isAwaited(command.sequence());
    R result = machine.apply(command.payload(), wanted);
    if (wanted) {
      results.add(
          new Result<>(
              command.sequence(),
              Objects.requireNonNull(
                  result, "The state machine gave no answer where one was wanted.")));
    }
  }

  /** Whether something was applied since the last commit. */
  boolean isUncommitted() {
    return slot > applied.slot();
  }

  /** The notes that go with the commit of what was applied since the last. */
  Map<String, Bytes> takeNotes() {
    Map<String, Bytes> notes = new LinkedHashMap<>();
    sessions.addChanged(notes);
    hash.addTo(notes);
    return notes;
  }

  /** Makes what was applied visible. May be tried again, with the same notes, if it fails. */
  void commit(Map<String, Bytes> notes) throws IOException {
    machine.commit(slot, notes);
    applied = new Applied(slot, hash.value());
    for (Result<R> result : results) {
      proposals.done(result.sequence(), result.result(), answers);
    }
    results.clear();
    answerReads();
  }

  /** As {@link DurableMachine#tidy}; there is nothing uncommitted. */
  long tidy() throws IOException {
    return machine.tidy();
  }

  /** Lets reads proceed once a slot is applied. */
  void await(ReadGroup group, long slot) {
    reads.add(new WaitingRead(group, slot));
    answerReads();
  }

  private void answerReads() {
    long reached = applied.slot();
    for (WaitingRead read = reads.peek();
        read != null && read.slot() <= reached;
        read = reads.peek()) {
      reads.remove();
      read.group().done(reached, answers);
    }
    answers.flush();
  }

  /** Writes a snapshot of what is committed; returns its slot. */
  long checkpoint(Path directory) throws IOException {
    machine.checkpoint(directory);
    return applied.slot();
  }

  /**
   * Replaces the state by a snapshot, unless it has come as far already; returns the slot where it
   * stands then. Whoever waits for a command whose effect came with the snapshot learns that its
   * answer is lost.
   */
  long restore(Path directory, long snapshotSlot) throws IOException {
    if (snapshotSlot <= slot) {
      return slot;
    }
    machine.restore(directory);
    Map<String, Bytes> notes = machine.notes();
    sessions = new Sessions(notes);
    hash = new LogHash(notes);
    slot = machine.durableSlot();
    applied = new Applied(slot, hash.value());
    proposals.failIf(sequence -> sessions.contains(self, sequence), Failure.UNKNOWN, answers);
    answerReads();
    return slot;
  }
}
