package io.synod.core.cluster;

import io.synod.core.Ballot;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Quorums;
import io.synod.core.Record;
import io.synod.core.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Knows what every disk holds, and so what is chosen, without asking any member; accuses whoever
 * contradicts.
 *
 * <p>Agreement: at most one value is chosen in a slot, ever. Durability: what a member calls chosen
 * is accepted under one ballot on the disks of a quorum. Validity: what is chosen was proposed by a
 * client, or is a no-op. A promise never goes back.
 */
final class Checker {

  private record Vote(long slot, Ballot ballot) {}

  private final Quorums quorums;
  private final Map<Vote, Set<MemberId>> votes = new HashMap<>();
  private final Map<Vote, Value> proposed = new HashMap<>();
  private final Map<Long, Value> chosen = new HashMap<>();
  private final Set<Command> proposedByClients = new HashSet<>();
  private final Map<MemberId, Ballot> promised = new HashMap<>();

  /**
   * The highest slot whose command a client was told to be done: a read that begins now must see
   * it.
   */
  private long acknowledged;

  Checker(Quorums quorums) {
    this.quorums = quorums;
  }

  void clientProposes(Command command) {
    proposedByClients.add(command);
  }

  void acknowledged(long slot) {
    acknowledged = Math.max(acknowledged, slot);
  }

  long acknowledged() {
    return acknowledged;
  }

  /** A record is on the member's disk for good. */
  void durable(MemberId member, Record record) {
    switch (record) {
      case Record.Promised promise -> raise(member, promise.ballot());
      case Record.Accepted accepted -> {
        raise(member, accepted.ballot());
        long slot = accepted.first();
        for (Value value : accepted.values()) {
          vote(member, new Vote(slot++, accepted.ballot()), value);
        }
      }
      case Record.Learned learned -> {
        long slot = learned.first();
        for (Value value : learned.values()) {
          saysChosen(member, slot++, value);
        }
      }
      case Record.Chosen hint -> {}
      case Record.Installed installed -> {}
    }
  }

  private void raise(MemberId member, Ballot ballot) {
    promised.merge(member, ballot, (one, other) -> other.isNewerThan(one) ? other : one);
  }

  private void vote(MemberId member, Vote vote, Value value) {
    Value before = proposed.putIfAbsent(vote, value);
    check(
        before == null || before.equals(value),
        () ->
            "Two values were proposed in slot "
                + vote.slot()
                + " under "
                + vote.ballot()
                + ": "
                + before
                + " and "
                + value
                + ".");
    Set<MemberId> voters = votes.computeIfAbsent(vote, any -> new HashSet<>());
    if (voters.add(member) && quorums.isQuorum(voters)) {
      Value other = chosen.putIfAbsent(vote.slot(), value);
      check(
          other == null || other.equals(value),
          () ->
              "Two values are chosen in slot "
                  + vote.slot()
                  + ": "
                  + other
                  + " and, under "
                  + vote.ballot()
                  + ", "
                  + value
                  + ".");
    }
  }

  /** A member calls a value chosen. */
  void saysChosen(MemberId member, long slot, Value value) {
    Value known = chosen.get(slot);
    check(
        known != null,
        () -> member + " calls slot " + slot + " chosen, but no quorum holds it durably.");
    check(
        value.equals(known),
        () ->
            member + " calls " + value + " chosen in slot " + slot + ", but it is " + known + ".");
    for (Command command : value.commands()) {
      check(
          proposedByClients.contains(command),
          () -> "Nobody proposed " + command + ", chosen in slot " + slot + ".");
    }
  }

  /** A message leaves a member: it must say nothing that a crash could take back. */
  void leaves(MemberId member, Message message) {
    Ballot durable = promised.getOrDefault(member, Ballot.NONE);
    switch (message) {
      case Message.Promise promise ->
          check(
              !promise.ballot().isNewerThan(durable),
              () -> member + " promises " + promise.ballot() + ", which is not on its disk.");
      case Message.Prepare prepare ->
          check(
              !prepare.ballot().isNewerThan(durable),
              () -> member + " prepares " + prepare.ballot() + ", which is not on its disk.");
      case Message.Accepted accepted ->
          check(
              !accepted.ballot().isNewerThan(durable),
              () ->
                  member + " accepted under " + accepted.ballot() + ", which is not on its disk.");
      case Message.Reject any -> {}
      case Message.Accept any -> {}
      case Message.Heartbeat any -> {}
      case Message.Forward any -> {}
      case Message.ReadRequest any -> {}
      case Message.ReadGrant any -> {}
      case Message.Confirm any -> {}
      case Message.Confirmed any -> {}
      case Message.Learn any -> {}
      case Message.Learned any -> {}
      case Message.Trimmed any -> {}
      case Message.Handover any -> {}
    }
  }

  /** A member came back from its disk. */
  void restarted(MemberId member, Ballot remembered) {
    Ballot durable = promised.getOrDefault(member, Ballot.NONE);
    check(
        !durable.isNewerThan(remembered),
        () -> member + " forgot its promise of " + durable + ": it remembers " + remembered + ".");
  }

  /** A read that began when {@code floor} was acknowledged is answered as of a slot. */
  void read(MemberId member, long floor, long slot) {
    check(
        slot >= floor,
        () ->
            member
                + " answered a read as of slot "
                + slot
                + ", but slot "
                + floor
                + " was acknowledged before the read began.");
  }

  private static void check(boolean holds, java.util.function.Supplier<String> accusation) {
    if (!holds) {
      throw new AssertionError(accusation.get());
    }
  }
}
