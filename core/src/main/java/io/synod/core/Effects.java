package io.synod.core;

import java.util.List;
import java.util.Optional;

/**
 * What a step asks the world to do. The lists are in the order in which things are to happen.
 *
 * <p>The types say which messages wait for the disk: what is in {@link #now} may leave at once;
 * what is in {@link #onceDurable} must not leave before its record is durable, or a crash would
 * take back what it says.
 *
 * @param append records for the journal, numbered on from the last one of the step before
 * @param now messages that wait for nothing
 * @param onceDurable messages that wait for a record
 * @param atLeisure messages that nobody waits for, and that may lie for some milliseconds: by then
 *     another one to the same member may have said the same
 * @param chosen chosen values in slot order, each slot exactly once in a member's life, without
 *     gaps
 * @param reads reads that may proceed
 * @param refused commands that were not taken, and never will be
 * @param snapshotFrom the member whose snapshot to fetch, because its log no longer holds what this
 *     member misses
 * @param registers what is to be done for registers
 */
public record Effects(
    List<Record> append,
    List<Send> now,
    List<SendOnceDurable> onceDurable,
    List<Send> atLeisure,
    List<Chosen> chosen,
    List<ReadReady> reads,
    List<Refused> refused,
    Optional<MemberId> snapshotFrom,
    RegisterEffects registers) {

  /** Nothing to do. */
  public static final Effects NONE =
      new Effects(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          RegisterEffects.NONE);

  /** Whether there is nothing to do. A step that has no effects gives {@link #NONE} itself. */
  @SuppressWarnings("ReferenceEquality")
  public boolean isNone() {
    return this == NONE;
  }

  /**
   * A message that no record holds back.
   *
   * @param to the receiver, never the sender itself
   * @param message the message
   */
  public record Send(MemberId to, Message message) {}

  /**
   * A message that may leave once a record is durable.
   *
   * @param record the number of the record
   * @param to the receiver, never the sender itself
   * @param message the message
   */
  public record SendOnceDurable(long record, MemberId to, Message message) {}

  /**
   * A chosen value, to be applied.
   *
   * @param slot the slot
   * @param value its value, for ever
   */
  public record Chosen(long slot, Value value) {}

  /**
   * The waiting reads up to a number may be answered.
   *
   * @param upTo the highest number of a {@link Event.Read} that is answered
   * @param slot the slot that must be applied first
   */
  public record ReadReady(long upTo, long slot) {}

  /**
   * A command that was not taken.
   *
   * @param sequence its number in this member's session
   * @param reason why not
   */
  public record Refused(long sequence, Reason reason) {}

  /** Why a command was not taken. */
  public enum Reason {
    /** More commands or bytes wait than the settings allow. */
    TOO_MANY
  }
}
