package io.synod.core;

import org.jspecify.annotations.Nullable;

/**
 * What members say to each other about one register, a single decree of its own. Like every message
 * it may be lost, late, doubled or out of order.
 */
public sealed interface RegisterMessage {

  /**
   * Phase 1: asks for the promise to ignore older ballots of this register.
   *
   * @param ballot the proposer's ballot
   */
  record Prepare(Ballot ballot) implements RegisterMessage {}

  /**
   * The promise.
   *
   * @param ballot the ballot of the prepare
   * @param accepted what the sender has accepted last, if anything
   */
  record Promise(Ballot ballot, @Nullable AcceptedValue accepted) implements RegisterMessage {}

  /**
   * "I have promised a newer ballot."
   *
   * @param ballot the ballot that was refused
   * @param promised the newer one
   */
  record Reject(Ballot ballot, Ballot promised) implements RegisterMessage {}

  /**
   * Phase 2: asks to accept a value.
   *
   * @param ballot the proposer's ballot
   * @param value the value that its phase 1 lets it propose
   */
  record Accept(Ballot ballot, Value value) implements RegisterMessage {}

  /**
   * Accepted, durably.
   *
   * @param ballot the ballot
   */
  record Accepted(Ballot ballot) implements RegisterMessage {}

  /**
   * A quorum has accepted under this ballot. Nobody answers: who does not hear it will ask.
   *
   * @param ballot the ballot
   */
  record Chosen(Ballot ballot) implements RegisterMessage {}

  /**
   * Answers whatever was asked of a member that knows what is chosen.
   *
   * @param value the chosen value
   */
  record Learned(Value value) implements RegisterMessage {}

  /**
   * A reader asks what the receiver holds.
   *
   * @param id the number of the question, never used again by this member
   */
  record Query(long id) implements RegisterMessage {}

  /**
   * What the sender held after the question had arrived; durable as far as something is accepted.
   *
   * @param id the number of the question
   * @param state what it holds
   */
  record Report(long id, RegisterState state) implements RegisterMessage {}
}
