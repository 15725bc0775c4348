package io.synod.core.log;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Record;
import io.synod.core.Settings;
import io.synod.core.Value;
import io.synod.core.decree.AcceptorRule;
import java.util.List;

/** The acceptor of the log: one promise for all slots, one accepted value per slot. */
public final class LogAcceptor {

  private final Settings settings;
  private final Slots slots;
  private final Learner learner;
  private final Outbox out;

  /** Invariant 2: at least the ballot of every accepted value. */
  private Ballot promised;

  /** The ballot that {@link #matched} counts for. */
  private Ballot matchedBallot = Ballot.NONE;

  /** Each slot up to this one is accepted under {@link #matchedBallot}, or known to be chosen. */
  private long matched;

  /** An acceptor with what its journal remembers. */
  public LogAcceptor(Settings settings, Slots slots, Learner learner, Outbox out, Ballot promised) {
    this.settings = settings;
    this.slots = slots;
    this.learner = learner;
    this.out = out;
    this.promised = promised;
  }

  /** The newest ballot promised. */
  public Ballot promised() {
    return promised;
  }

  /** Phase 1. */
  public void onPrepare(MemberId from, Message.Prepare prepare) {
    switch (AcceptorRule.judge(promised, prepare.ballot())) {
      case OLDER -> out.send(from, new Message.Reject(prepare.ballot(), promised));
      case NEWER -> {
        promise(prepare.ballot());
        answer(from, prepare);
      }
      case CURRENT -> answer(from, prepare);
    }
  }

  /**
   * Promises a newer ballot.
   *
   * @return the number of the record that makes the promise durable
   */
  long promise(Ballot ballot) {
    promised = ballot;
    return out.append(new Record.Promised(ballot));
  }

  private void answer(MemberId to, Message.Prepare prepare) {
    List<List<Message.Slotted>> pieces = slots.pieces(prepare.from(), settings.batchBytes());
    for (int part = 0; part < pieces.size(); part++) {
      out.sendOnceDurable(
          to,
          new Message.Promise(
              prepare.ballot(),
              prepare.from(),
              part,
              pieces.size(),
              pieces.get(part),
              slots.trimmed()));
    }
  }

  /** Phase 2. */
  public void onAccept(MemberId from, Message.Accept accept) {
    switch (AcceptorRule.judge(promised, accept.ballot())) {
      case OLDER -> {
        out.send(from, new Message.Reject(accept.ballot(), promised));
        return;
      }
      case NEWER -> promise(accept.ballot());
      case CURRENT -> {}
    }
    learner.announced(accept.chosen());
    if (accept.first() > matched(accept.ballot()) + 1) {
      learner.advance(Math.min(accept.chosen(), matched));
      out.sendOnceDurable(from, new Message.Accepted(accept.ballot(), matched, true));
      return;
    }
    store(accept.ballot(), accept.first(), accept.values());
    learner.advance(Math.min(accept.chosen(), matched));
    out.sendOnceDurable(from, new Message.Accepted(accept.ballot(), matched, false));
  }

  /** What the leader knows to be chosen is chosen here as well, as far as it was accepted here. */
  public void onChosen(Message.Chosen chosen) {
    learner.announced(chosen.upTo());
    if (chosen.ballot().equals(promised)) {
      learner.advance(Math.min(chosen.upTo(), matched(promised)));
    }
  }

  /**
   * Accepts values of a ballot that is promised here; skips those that are accepted already.
   *
   * @param first at most one beyond what is matched
   * @return the number of the record that makes them durable; 0 if there was nothing new
   */
  long store(Ballot ballot, long first, List<Value> values) {
    int known = (int) Math.min(values.size(), matched(ballot) + 1 - first);
    if (known == values.size()) {
      return 0;
    }
    List<Value> news = values.subList(known, values.size());
    long slot = first + known;
    learner.record();
    final long record = out.append(new Record.Accepted(ballot, slot, news));
    for (Value value : news) {
      slots.put(slot++, new AcceptedValue(ballot, value));
    }
    matched = slot - 1;
    return record;
  }

  /** "Do you still follow this ballot?" */
  public void onConfirm(MemberId from, Message.Confirm confirm) {
    switch (AcceptorRule.judge(promised, confirm.ballot())) {
      case OLDER -> out.send(from, new Message.Reject(confirm.ballot(), promised));
      case NEWER, CURRENT ->
          out.send(from, new Message.Confirmed(confirm.ballot(), confirm.round()));
    }
  }

  private long matched(Ballot ballot) {
    if (!ballot.equals(matchedBallot)) {
      matchedBallot = ballot;
      matched = 0;
    }
    matched = Math.max(matched, learner.chosen());
    return matched;
  }

  /**
   * Throws if an invariant is broken; looks at the ends of the log only, so that it can run after
   * every step.
   */
  public void invariants() {
    if (slots.last() > slots.trimmed() && slots.get(slots.last()).ballot().isNewerThan(promised)) {
      throw new IllegalStateException(
          "Invariant 2 is broken: slot "
              + slots.last()
              + " is accepted under "
              + slots.get(slots.last()).ballot()
              + " but only "
              + promised
              + " is promised.");
    }
    if (slots.trimmed() > learner.chosen() || learner.chosen() > slots.last()) {
      throw new IllegalStateException(
          "Invariant 3 is broken: trimmed "
              + slots.trimmed()
              + ", chosen "
              + learner.chosen()
              + ", last "
              + slots.last()
              + " are out of order.");
    }
  }
}
