package io.synod.core.replica;

import io.synod.core.Ballot;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Settings;
import io.synod.core.election.Election;
import io.synod.core.log.Learner;
import io.synod.core.log.Pending;
import io.synod.core.read.WaitingReads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A member's side towards a leader: passes its own clients' commands and reads on to it, and those
 * of members that do not reach the leader themselves.
 *
 * <p>A member relays what another asks for itself, and never what was relayed before, so there are
 * no circles. It remembers nothing about it: what is lost is asked for again, and the one who
 * granted a read named the member and the reads.
 */
final class Follower {

  private final Settings settings;
  private final Election election;
  private final Pending pending;
  private final Learner learner;
  private final WaitingReads reads;
  private final Outbox out;

  /** The ballot to whose leader everything that waits was sent. */
  private Ballot followed = Ballot.NONE;

  /** By whom commands were sent to that leader last: by itself, or by a relay. */
  private MemberId way = Ballot.NONE.member();

  Follower(
      Settings settings,
      Election election,
      Pending pending,
      Learner learner,
      WaitingReads reads,
      Outbox out) {
    this.settings = settings;
    this.election = election;
    this.pending = pending;
    this.learner = learner;
    this.reads = reads;
    this.out = out;
  }

  /** Sends what waits here to a leader that is new, and asks it for reads. */
  void follow(Ballot ballot, long now) {
    boolean isNew = !ballot.equals(followed);
    if (isNew) {
      followed = ballot;
      way = election.towards(ballot);
      send(ballot, pending.all(now));
    }
    boolean again = isNew || reads.isOverdue(now, 3L * settings.heartbeatMillis());
    if (reads.mustAsk() || (reads.any() && again)) {
      out.send(election.towards(ballot), new Message.ReadRequest(reads.ask(now)));
    }
  }

  /** Sends new commands to the leader, if there is one. */
  void forward(List<Command> commands) {
    election.leader().ifPresent(ballot -> send(ballot, commands));
  }

  /**
   * Says again, each heartbeat interval, what may have been lost: commands that were sent an
   * election timeout ago and are not chosen, or all of them when a relay is needed from now on,
   * which means that nobody got them for a while. A member that waits for a snapshot sends nothing
   * again: the snapshot may hold it, and the log would go on moving away from it. Without a
   * connection to the leader it asks others for what is chosen.
   */
  void repeat(long now) {
    Optional<Ballot> leader = election.leader();
    if (leader.isPresent() && !learner.awaitsSnapshot()) {
      MemberId before = way;
      way = election.towards(leader.get());
      boolean isDetour = !way.equals(before) && !way.equals(leader.get().member());
      long limit = isDetour ? Long.MAX_VALUE : now - settings.electionMillis();
      send(leader.get(), pending.sentBefore(limit, now));
    }
    if (leader.filter(ballot -> election.isConnected(ballot.member())).isEmpty()) {
      election
          .betterInformed(learner.chosen())
          .or(election::relay)
          .ifPresent(member -> learner.ask(now, member));
    }
  }

  /**
   * Chosen values that this member asked for. Whoever needs a relay has one question waiting there
   * at all times, and so learns what is chosen as soon as the relay does.
   */
  void onLearned(MemberId from, Message.Learned learned) {
    learner.onLearned(from, learned, election.relay().isPresent());
  }

  /** Another member's commands, which it could not send to the leader itself. */
  void relayCommands(MemberId from, Message.Forward forward) {
    boolean isFirstStop =
        !forward.commands().isEmpty()
            && forward.commands().getFirst().session().member().equals(from);
    if (isFirstStop) {
      toLeader(from, forward);
    }
  }

  /** Another member's reads, likewise. */
  void relayRead(MemberId from, Message.ReadRequest request) {
    toLeader(from, new Message.RelayedRequest(from, request.id()));
  }

  /** The leader's answer to such reads. */
  void relayGrant(Message.RelayedGrant grant) {
    out.send(grant.member(), new Message.ReadGrant(grant.id(), grant.slot()));
  }

  private void toLeader(MemberId from, Message message) {
    election
        .leader()
        .map(Ballot::member)
        .filter(leader -> !leader.equals(from) && election.isConnected(leader))
        .ifPresent(leader -> out.send(leader, message));
  }

  /** Sends commands in messages of about as many bytes as a slot takes. */
  private void send(Ballot leader, List<Command> commands) {
    if (commands.isEmpty()) {
      return;
    }
    MemberId to = election.towards(leader);
    List<Command> piece = new ArrayList<>();
    long weight = 0;
    for (Command command : commands) {
      if (!piece.isEmpty() && weight + command.payload().length() > settings.batchBytes()) {
        out.send(to, new Message.Forward(piece));
        piece = new ArrayList<>();
        weight = 0;
      }
      piece.add(command);
      weight += command.payload().length();
    }
    out.send(to, new Message.Forward(piece));
  }
}
