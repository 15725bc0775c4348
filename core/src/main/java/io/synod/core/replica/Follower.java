package io.synod.core.replica;

import io.synod.core.Ballot;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Settings;
import io.synod.core.log.Pending;
import io.synod.core.read.WaitingReads;
import java.util.ArrayList;
import java.util.List;

/** A member's side towards a leader: passes its own clients' commands and reads on to it. */
final class Follower {

  private final Settings settings;
  private final Pending pending;
  private final WaitingReads reads;
  private final Outbox out;

  /** The ballot to whose leader everything that waits was sent. */
  private Ballot followed = Ballot.NONE;

  Follower(Settings settings, Pending pending, WaitingReads reads, Outbox out) {
    this.settings = settings;
    this.pending = pending;
    this.reads = reads;
    this.out = out;
  }

  /** Sends what waits here to a leader that is new, and asks it for reads. */
  void follow(Ballot ballot, long now) {
    boolean isNew = !ballot.equals(followed);
    if (isNew) {
      followed = ballot;
      forward(ballot.member(), pending.all(now));
    }
    boolean again = isNew || reads.isOverdue(now, 3L * settings.heartbeatMillis());
    if (reads.mustAsk() || (reads.any() && again)) {
      out.send(ballot.member(), new Message.ReadRequest(reads.ask(now)));
    }
  }

  /** Sends again the commands that were sent an election timeout ago and are not chosen. */
  void repeat(MemberId leader, long now) {
    forward(leader, pending.sentBefore(now - settings.electionMillis(), now));
  }

  /** Sends commands to the leader, in messages of about as many bytes as a slot takes. */
  void forward(MemberId leader, List<Command> commands) {
    List<Command> piece = new ArrayList<>();
    long weight = 0;
    for (Command command : commands) {
      if (!piece.isEmpty() && weight + command.payload().length() > settings.batchBytes()) {
        out.send(leader, new Message.Forward(piece));
        piece = new ArrayList<>();
        weight = 0;
      }
      piece.add(command);
      weight += command.payload().length();
    }
    if (!piece.isEmpty()) {
      out.send(leader, new Message.Forward(piece));
    }
  }
}
