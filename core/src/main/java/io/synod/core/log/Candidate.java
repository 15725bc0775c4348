package io.synod.core.log;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Quorums;
import io.synod.core.Round;
import io.synod.core.Value;
import io.synod.core.decree.PhaseOne;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A member that runs phase 1 of a ballot of its own, for every slot that it does not know to be
 * chosen.
 */
public final class Candidate {

  private final MemberId self;
  private final Ballot ballot;
  private final long from;
  private final Quorums quorums;
  private final Outbox out;
  private final PhaseOne phaseOne;
  private final SortedMap<MemberId, Report> reports = new TreeMap<>();

  /** The record that makes this member's own promise durable; no prepare leaves before it is. */
  private final long ownPromise;

  private long trimmed;
  private @Nullable MemberId trimmedAt;

  /** Promises the ballot and asks everybody to. */
  public Candidate(
      MemberId self,
      Ballot ballot,
      Quorums quorums,
      LogAcceptor acceptor,
      Slots slots,
      long chosen,
      Outbox out) {
    this.self = self;
    this.ballot = ballot;
    this.from = chosen + 1;
    this.quorums = quorums;
    this.out = out;
    this.phaseOne = new PhaseOne(quorums);
    this.ownPromise = acceptor.promise(ballot);
    for (long slot = from; slot <= slots.last(); slot++) {
      phaseOne.reported(slot, slots.get(slot));
    }
    prepare();
  }

  /** The ballot, which is this member's own. */
  public Ballot ballot() {
    return ballot;
  }

  /** How far it has come. */
  public Round round() {
    return new Round(ballot, false, phaseOne.members());
  }

  /** Asks those that have not promised, again. */
  public void prepare() {
    for (MemberId member : quorums.members()) {
      if (!member.equals(self) && !phaseOne.hasPromised(member)) {
        out.sendOnceDurable(member, new Message.Prepare(ballot, from));
      }
    }
  }

  /** Records are durable; the own promise may be among them. */
  public void onDurable(long record) {
    if (record >= ownPromise) {
      phaseOne.promised(self);
    }
  }

  /** A part of a promise arrived; the promise counts once nothing of it is missing. */
  public void onPromise(MemberId sender, Message.Promise promise) {
    if (!promise.ballot().equals(ballot)
        || promise.from() != from
        || phaseOne.hasPromised(sender)) {
      return;
    }
    for (Message.Slotted slotted : promise.accepted()) {
      phaseOne.reported(slotted.slot(), slotted.accepted());
    }
    if (promise.trimmed() > trimmed) {
      trimmed = promise.trimmed();
      trimmedAt = sender;
    }
    Report report = reports.computeIfAbsent(sender, any -> new Report(from));
    report.add(promise);
    if (report.isWhole()) {
      phaseOne.promised(sender);
    }
  }

  /** Whether a quorum has promised. */
  public boolean isComplete() {
    return phaseOne.isComplete();
  }

  /**
   * A member that has forgotten slots which this one does not know to be chosen: what was chosen
   * there cannot be found out by phase 1, so this member must catch up before it leads. Null if
   * there is none.
   */
  public @Nullable MemberId behind(long chosen) {
    return trimmed > chosen ? trimmedAt : null;
  }

  /** The last slot that the member of {@link #behind} has forgotten. */
  public long trimmed() {
    return trimmed;
  }

  /**
   * What must be proposed from {@code first} on: adopted values, no-ops in the holes between them,
   * and a no-op if there is nothing to adopt, so that a leader always has an entry of its own
   * ballot.
   */
  List<Value> mustPropose(long first) {
    List<Value> values = new ArrayList<>();
    long last = Math.max(first, phaseOne.lastReported(first));
    for (long slot = first; slot <= last; slot++) {
      Value adopted = phaseOne.mustPropose(slot);
      values.add(adopted == null ? Value.NO_OP : adopted);
    }
    return values;
  }
}
