package io.synod.core.log;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Quorums;
import io.synod.core.Round;
import io.synod.core.Settings;
import io.synod.core.Value;
import io.synod.core.decree.PhaseTwo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member whose ballot a quorum has promised: runs phase 2 for one slot after the other, many in
 * flight.
 *
 * <p>Invariant 6: a leader proposes one value per slot under its ballot, and none before phase 1 is
 * complete. Its own acceptor holds every value that it proposes.
 */
public final class Leader {

  private record OwnAccept(long record, long upTo) {}

  private final MemberId self;
  private final Ballot ballot;
  private final Settings settings;
  private final LogAcceptor acceptor;
  private final Learner learner;
  private final Slots slots;
  private final Backlog backlog;
  private final Outbox out;
  private final PhaseTwo phaseTwo;

  /** In order of their ids. */
  private final List<Progress> followers = new ArrayList<>();

  /** Accepts of this member's own acceptor that are not durable yet. */
  private final Deque<OwnAccept> ownAccepts = new ArrayDeque<>();

  /** The last slot that holds a proposal of this ballot. */
  private long last;

  /**
   * The last slot that phase 1 obliged this leader to propose: once it is chosen, nothing older can
   * be missing.
   */
  private final long inherited;

  /** The same object for all members that are to get the same, so that it is encoded once. */
  private Message.Accept latest;

  private @Nullable MemberId successor;
  private long handOverUntil;
  private long now;

  /** Proposes what phase 1 obliges it to; {@link #proceed} does the rest. */
  public Leader(
      MemberId self,
      Candidate candidate,
      Quorums quorums,
      Settings settings,
      LogAcceptor acceptor,
      Learner learner,
      Slots slots,
      Backlog backlog,
      Outbox out,
      long now) {
    this.self = self;
    this.ballot = candidate.ballot();
    this.settings = settings;
    this.acceptor = acceptor;
    this.learner = learner;
    this.slots = slots;
    this.backlog = backlog;
    this.out = out;
    this.now = now;
    this.phaseTwo = new PhaseTwo(quorums);
    this.last = learner.chosen();
    this.latest = new Message.Accept(ballot, last + 1, List.of(), 0);
    for (MemberId member : quorums.members()) {
      if (!member.equals(self)) {
        followers.add(new Progress(member, last));
      }
    }
    for (Value value : candidate.mustPropose(last + 1)) {
      propose(value);
    }
    this.inherited = last;
  }

  /** The ballot, which is this member's own. */
  public Ballot ballot() {
    return ballot;
  }

  /** How far it has come with what it proposed last. */
  public Round round() {
    return new Round(ballot, true, phaseTwo.members(last));
  }

  /** Whether every value that was chosen before this ballot is known to be chosen here. */
  public boolean knowsAllOlder() {
    return learner.chosen() >= inherited;
  }

  /**
   * Proposes what the window has room for, sends what members have room for, and tells what is
   * chosen.
   */
  public void proceed() {
    while (successor == null && !backlog.isEmpty() && hasRoom()) {
      propose(backlog.next());
    }
    for (int i = 0; i < followers.size(); i++) {
      replicate(followers.get(i));
    }
  }

  private boolean hasRoom() {
    return last - learner.chosen() < settings.windowSlots()
        && slots.weight(learner.chosen() + 1, last) < settings.windowBytes();
  }

  private void propose(Value value) {
    long record = acceptor.store(ballot, ++last, List.of(value));
    ownAccepts.add(new OwnAccept(record, last));
  }

  private void replicate(Progress progress) {
    while (progress.sent() < last && mayStream(progress)) {
      long first = progress.sent() + 1;
      if (first <= slots.trimmed()) {
        if (progress.becomeToldTrimmed(now, settings.heartbeatMillis())) {
          out.send(progress.member(), new Message.Trimmed(slots.trimmed()));
        }
        return;
      }
      List<Value> run = slots.run(first, last, settings.batchBytes());
      accept(progress, run);
    }
    if (progress.toldChosen() < learner.chosen() && progress.acknowledged() == progress.sent()) {
      tellChosen(progress);
    }
  }

  /** At once if clients of that member wait for it; else the next accept may be there in time. */
  private void tellChosen(Progress progress) {
    MemberId member = progress.member();
    Message chosen = new Message.Chosen(ballot, learner.chosen());
    if (slots.holdCommandsOf(member, progress.toldChosen() + 1, learner.chosen())) {
      out.send(member, chosen);
    } else {
      out.sendAtLeisure(member, chosen);
    }
    progress.becomeSent(progress.sent(), learner.chosen());
  }

  private boolean mayStream(Progress progress) {
    return progress.sent() - progress.acknowledged() < 2L * settings.windowSlots()
        && slots.weight(progress.acknowledged() + 1, progress.sent()) < settings.windowBytes();
  }

  private void accept(Progress progress, List<Value> values) {
    long first = progress.sent() + 1;
    Message.Accept accept = new Message.Accept(ballot, first, values, learner.chosen());
    if (!accept.equals(latest)) {
      latest = accept;
    }
    out.send(progress.member(), latest);
    progress.becomeSent(first + values.size() - 1, learner.chosen());
  }

  /** A member acknowledges. */
  public void onAccepted(MemberId from, Message.Accepted accepted) {
    Progress progress = follower(from);
    if (progress == null || !accepted.ballot().equals(ballot)) {
      return;
    }
    progress.becomeHeard(now);
    long upTo = Math.min(accepted.upTo(), last);
    phaseTwo.accepted(from, upTo);
    if (accepted.gap()) {
      progress.becomeRewound(upTo, now, settings.heartbeatMillis());
    } else {
      progress.becomeAcknowledged(upTo);
    }
    count();
  }

  /** Records are durable; accepts of the own acceptor may be among them. */
  public void onDurable(long record) {
    boolean any = false;
    while (!ownAccepts.isEmpty() && ownAccepts.element().record() <= record) {
      phaseTwo.accepted(self, ownAccepts.remove().upTo());
      any = true;
    }
    if (any) {
      count();
    }
  }

  private void count() {
    learner.advance(Math.max(learner.chosen(), phaseTwo.chosenUpTo()));
    proceed();
    finishHandOver();
  }

  /**
   * Each heartbeat interval: a message that shows a member what it lacks, and its answer shows the
   * leader.
   */
  public void onHeartbeat(long time) {
    now = time;
    if (successor != null && now > handOverUntil) {
      successor = null;
    }
    long needed = Long.MAX_VALUE;
    for (Progress progress : followers) {
      accept(progress, List.of());
      if (progress.wasHeardSince(now - settings.electionMillis())) {
        needed = Math.min(needed, progress.acknowledged());
      }
    }
    learner.needed(needed);
  }

  private @Nullable Progress follower(MemberId member) {
    for (int i = 0; i < followers.size(); i++) {
      if (followers.get(i).member().equals(member)) {
        return followers.get(i);
      }
    }
    return null;
  }

  /** Stops proposing until {@code to} has the whole log, and then asks it to take over. */
  public void handOver(MemberId to) {
    if (follower(to) != null) {
      successor = to;
      handOverUntil = now + settings.electionMillis();
      finishHandOver();
    }
  }

  private void finishHandOver() {
    MemberId to = successor;
    Progress progress = to == null ? null : follower(to);
    if (to != null && progress != null && progress.acknowledged() == last) {
      out.send(to, new Message.Handover(ballot));
    }
  }

  /** Throws if an invariant is broken. */
  public void invariants() {
    if (acceptor.promised().equals(ballot) && last > slots.last()) {
      throw new IllegalStateException(
          "Invariant 6 is broken: slot "
              + last
              + " is proposed, but the log ends at "
              + slots.last()
              + ".");
    }
    for (int i = 0; i < followers.size(); i++) {
      Progress progress = followers.get(i);
      if (progress.acknowledged() > progress.sent()) {
        throw new IllegalStateException(
            "Invariant 5 is broken: "
                + progress.member()
                + " acknowledged "
                + progress.acknowledged()
                + " but was sent only "
                + progress.sent()
                + ".");
      }
    }
  }
}
