package io.synod.core;

import java.util.List;

/** What happens to a member, from the point of view of its protocol. */
public sealed interface Event {

  /**
   * A message arrived.
   *
   * @param from the member that sent it
   * @param message the message
   */
  record Received(MemberId from, Message message) implements Event {}

  /**
   * Clients of this member want commands chosen.
   *
   * @param commands new commands of this member's session, in the order of their sequences
   */
  record Propose(List<Command> commands) implements Event {}

  /**
   * The clients no longer wait: commands up to this sequence are not sent again (they may be chosen
   * all the same).
   *
   * @param upTo the highest sequence below which nothing is awaited
   */
  record Withdraw(long upTo) implements Event {}

  /**
   * A client of this member wants to read what was acknowledged before now.
   *
   * @param id the caller's number for the reads that wait together; larger than every one before
   */
  record Read(long id) implements Event {}

  /**
   * The journal has made records durable.
   *
   * @param record the number of the last of them; all before it are durable too
   */
  record Durable(long record) implements Event {}

  /**
   * Time has passed.
   *
   * @param now milliseconds on a clock that never goes back
   * @param random fresh random bits, for jitter
   */
  record Tick(long now, long random) implements Event {}

  /**
   * The connection to a member broke, which often means that its process died: a hint, acted on
   * only if the member stays silent.
   *
   * @param member the member at the other end
   */
  record Disconnected(MemberId member) implements Event {}

  /**
   * The state machine was replaced by a snapshot, durably.
   *
   * @param slot the last slot whose effects the snapshot holds
   */
  record Installed(long slot) implements Event {}

  /**
   * An operator, or a member about to stop, wants another leader.
   *
   * @param to the member that is to lead
   */
  record HandOver(MemberId to) implements Event {}

  /**
   * Something about a register.
   *
   * @param event what
   */
  record Register(RegisterEvent event) implements Event {}
}
