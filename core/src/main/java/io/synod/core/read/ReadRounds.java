package io.synod.core.read;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Quorums;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The leader's side of reads: one round of confirmation for all reads that wait.
 *
 * <p>Why it is right: a quorum says, after the reads arrived, that it has promised nothing newer
 * than this ballot. A newer leader needs a promise of one of these members before it can have
 * anything chosen, so whatever was acknowledged before the reads arrived was chosen under this
 * ballot or an older one, and the leader knew it when the round began.
 */
public final class ReadRounds {

  /**
   * Reads that may proceed.
   *
   * @param member where they wait
   * @param relay by which member they were asked for: the same, or one that relays
   * @param id the newest group of reads there that is covered
   * @param slot what has to be applied first
   */
  public record Grant(MemberId member, MemberId relay, long id, long slot) {}

  /** The newest reads that wait at a member, and the way by which they were asked for. */
  private record Request(MemberId relay, long id) {

    private Request or(Request other) {
      return other.id >= id ? other : this;
    }
  }

  private final MemberId self;
  private final Ballot ballot;
  private final Quorums quorums;
  private final Outbox out;

  /** For the next round: the newest request of each member. */
  private SortedMap<MemberId, Request> waiting = new TreeMap<>();

  /** In the round under way; empty if there is none. */
  private SortedMap<MemberId, Request> asked = new TreeMap<>();

  private final SortedSet<MemberId> confirmed = new TreeSet<>();
  private long round;
  private long slot;

  /** A leader's rounds, under its ballot. */
  public ReadRounds(MemberId self, Ballot ballot, Quorums quorums, Outbox out) {
    this.self = self;
    this.ballot = ballot;
    this.quorums = quorums;
    this.out = out;
  }

  /**
   * Reads wait at a member. They join the next round, not the one under way, which began before
   * they came. By which way they are asked for, and how often, makes no difference to what they may
   * see: the number says which reads had come, and each request for them arrives after they did.
   */
  public void request(MemberId member, MemberId relay, long id) {
    waiting.merge(member, new Request(relay, id), Request::or);
  }

  /**
   * Begins a round if reads wait and none is under way.
   *
   * @param chosen the slot that the leader knows to be chosen; it knows every value chosen under
   *     older ballots
   * @return the reads that may proceed at once, in a cluster of one
   */
  public List<Grant> begin(long chosen) {
    if (waiting.isEmpty() || !asked.isEmpty()) {
      return List.of();
    }
    asked = waiting;
    waiting = new TreeMap<>();
    round++;
    slot = chosen;
    confirmed.clear();
    confirmed.add(self);
    ask();
    return finish();
  }

  /** Asks those that have not answered in the round under way, again. */
  public void ask() {
    if (asked.isEmpty()) {
      return;
    }
    for (MemberId member : quorums.members()) {
      if (!confirmed.contains(member)) {
        out.send(member, new Message.Confirm(ballot, round));
      }
    }
  }

  /** A member still follows the ballot; returns the reads that may proceed. */
  public List<Grant> onConfirmed(MemberId from, Message.Confirmed answer) {
    if (!answer.ballot().equals(ballot) || answer.round() != round || asked.isEmpty()) {
      return List.of();
    }
    confirmed.add(from);
    return finish();
  }

  /** Lets reads proceed, here or wherever they wait. */
  public void deliver(List<Grant> grants, WaitingReads own) {
    for (Grant grant : grants) {
      if (grant.member().equals(self)) {
        own.granted(grant.id(), grant.slot());
      } else if (grant.member().equals(grant.relay())) {
        out.send(grant.member(), new Message.ReadGrant(grant.id(), grant.slot()));
      } else {
        out.send(grant.relay(), new Message.RelayedGrant(grant.member(), grant.id(), grant.slot()));
      }
    }
  }

  private List<Grant> finish() {
    if (!quorums.isQuorum(confirmed)) {
      return List.of();
    }
    List<Grant> grants = new ArrayList<>();
    asked.forEach(
        (member, request) -> grants.add(new Grant(member, request.relay(), request.id(), slot)));
    asked = new TreeMap<>();
    return grants;
  }
}
