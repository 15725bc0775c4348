package io.synod.core;

import java.util.List;
import java.util.Set;

/**
 * What members say to each other. Any message may be lost, late, doubled or out of order; none may
 * be forged.
 */
public sealed interface Message {

  /**
   * Phase 1: asks for the promise to ignore older ballots, in every slot, and for what was accepted
   * from a slot on.
   *
   * @param ballot the proposer's ballot
   * @param from the first slot that the proposer does not know to be chosen
   */
  record Prepare(Ballot ballot, long from) implements Message {}

  /**
   * The promise, in one or several parts.
   *
   * @param ballot the ballot of the prepare
   * @param from the first slot of the prepare
   * @param part which part this is, from 0
   * @param parts how many parts there are, at least 1
   * @param accepted what the sender holds in the slots of this part
   * @param trimmed the sender's log has forgotten the slots up to this one; they are chosen, and
   *     part of its state
   */
  record Promise(
      Ballot ballot, long from, int part, int parts, List<Slotted> accepted, long trimmed)
      implements Message {}

  /**
   * What an acceptor holds in a slot.
   *
   * @param slot the slot
   * @param accepted what was accepted last there
   */
  record Slotted(long slot, AcceptedValue accepted) {}

  /**
   * "I have promised a newer ballot."
   *
   * @param ballot the ballot that was refused
   * @param promised the newer one
   */
  record Reject(Ballot ballot, Ballot promised) implements Message {}

  /**
   * Phase 2: asks to accept values in consecutive slots. Without values it asks what the receiver
   * has, and tells what is chosen.
   *
   * @param ballot the leader's ballot
   * @param first the slot of the first value
   * @param values one per slot
   * @param chosen every slot up to this one is chosen, with the value that the leader proposes for
   *     it
   */
  record Accept(Ballot ballot, long first, List<Value> values, long chosen) implements Message {}

  /**
   * Cumulative acknowledgement: each slot up to {@code upTo} is accepted under this ballot, or
   * known to be chosen.
   *
   * @param ballot the ballot
   * @param upTo the last slot of the unbroken run; durable
   * @param gap an accept arrived that lies beyond {@code upTo + 1}: something before it was lost
   */
  record Accepted(Ballot ballot, long upTo, boolean gap) implements Message {}

  /**
   * Tells a member that has acknowledged everything what is chosen. Nobody answers: the next accept
   * says it again.
   *
   * @param ballot the leader's ballot
   * @param upTo every slot up to this one is chosen, with the value that the leader proposes for it
   */
  record Chosen(Ballot ballot, long upTo) implements Message {}

  /**
   * Sent to every member each heartbeat interval.
   *
   * @param ballot the newest ballot that the sender knows of
   * @param leading the sender proposes under this ballot, which is its own, or runs phase 1 for it
   * @param quorumConnected the sender hears, and is heard by, a quorum
   * @param heard whom the sender heard of late
   * @param vouches the sender and the member of {@code ballot}, which leads and is
   *     quorum-connected, hear each other: the sender can relay
   * @param chosen the sender knows every slot up to this one to be chosen
   */
  record Heartbeat(
      Ballot ballot,
      boolean leading,
      boolean quorumConnected,
      Set<MemberId> heard,
      boolean vouches,
      long chosen)
      implements Message {}

  /**
   * Commands on their way to the leader. A member that does not lead passes on those of the
   * sender's own clients, and no others, so that they take one stop at most.
   *
   * @param commands in the order of their sequences
   */
  record Forward(List<Command> commands) implements Message {}

  /**
   * Asks the leader for a slot at which all reads that wait at the sender see every write
   * acknowledged before they came. A member that does not lead asks the leader in its place.
   *
   * @param id the sender's number for this group of reads
   */
  record ReadRequest(long id) implements Message {}

  /**
   * Answers a read request.
   *
   * @param id the number in the request
   * @param slot reads may proceed once this slot is applied
   */
  record ReadGrant(long id, long slot) implements Message {}

  /**
   * A read request that the sender, which relays, was asked to pass on. Nobody passes it on again.
   *
   * @param member where the reads wait
   * @param id that member's number for this group of reads
   */
  record RelayedRequest(MemberId member, long id) implements Message {}

  /**
   * Answers a relayed request, to the member that relayed it, which passes it on as a {@link
   * ReadGrant}.
   *
   * @param member where the reads wait
   * @param id the number in the request
   * @param slot reads may proceed once this slot is applied
   */
  record RelayedGrant(MemberId member, long id, long slot) implements Message {}

  /**
   * The leader asks whether it still is one.
   *
   * @param ballot its ballot
   * @param round the number of this question under this ballot
   */
  record Confirm(Ballot ballot, long round) implements Message {}

  /**
   * "I have promised nothing newer than this ballot", said after the question arrived.
   *
   * @param ballot the leader's ballot
   * @param round the question
   */
  record Confirmed(Ballot ballot, long round) implements Message {}

  /**
   * Asks any member for chosen values. If the receiver knows none yet, it answers once it does.
   *
   * @param from the first slot that the sender misses
   */
  record Learn(long from) implements Message {}

  /**
   * Chosen values.
   *
   * @param first the slot of the first value
   * @param values one per slot
   */
  record Learned(long first, List<Value> values) implements Message {}

  /**
   * What the receiver misses is no longer in the sender's log: it needs a snapshot.
   *
   * @param trimmed the last slot that the sender's log has forgotten
   */
  record Trimmed(long trimmed) implements Message {}

  /**
   * The leader asks the receiver, which holds its whole log, to take over at once.
   *
   * @param ballot the leader's ballot
   */
  record Handover(Ballot ballot) implements Message {}

  /**
   * About one register.
   *
   * @param name the register
   * @param message what is said about it
   */
  record Register(String name, RegisterMessage message) implements Message {}
}
