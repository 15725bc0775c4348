package io.synod.core.register;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Outbox;
import io.synod.core.Record;
import io.synod.core.RegisterMessage;
import io.synod.core.RegisterRecord;
import io.synod.core.RegisterState;
import io.synod.core.Value;
import io.synod.core.decree.AcceptorRule;
import io.synod.core.decree.AcceptorState;

/**
 * The acceptor of each register. Who knows what is chosen says so, whatever is asked: that ends any
 * round at once.
 */
final class RegisterAcceptor {

  private final Shelf shelf;
  private final Post post;
  private final Outbox out;

  RegisterAcceptor(Shelf shelf, Post post, Outbox out) {
    this.shelf = shelf;
    this.post = post;
    this.out = out;
  }

  /** Phase 1. */
  void onPrepare(MemberId from, String name, RegisterMessage.Prepare prepare) {
    RegisterState state = shelf.get(name);
    if (answersWithChosen(from, name, state)) {
      return;
    }
    AcceptorState acceptor = new AcceptorState(state.promised(), state.accepted());
    switch (AcceptorRule.judge(acceptor.promised(), prepare.ballot())) {
      case OLDER -> reject(from, name, prepare.ballot(), acceptor.promised());
      case NEWER -> {
        record(name, new RegisterRecord.Promised(prepare.ballot()));
        become(name, acceptor.prepare(prepare.ballot()));
        promise(from, name, prepare.ballot());
      }
      case CURRENT -> promise(from, name, prepare.ballot());
    }
  }

  private void promise(MemberId to, String name, Ballot ballot) {
    post.sendOnceDurable(to, name, new RegisterMessage.Promise(ballot, shelf.get(name).accepted()));
  }

  /** Phase 2. */
  void onAccept(MemberId from, String name, RegisterMessage.Accept accept) {
    RegisterState state = shelf.get(name);
    if (answersWithChosen(from, name, state)) {
      return;
    }
    AcceptorState acceptor = new AcceptorState(state.promised(), state.accepted());
    switch (AcceptorRule.judge(acceptor.promised(), accept.ballot())) {
      case OLDER -> reject(from, name, accept.ballot(), acceptor.promised());
      case NEWER, CURRENT -> {
        store(name, acceptor, accept);
        post.sendOnceDurable(from, name, new RegisterMessage.Accepted(accept.ballot()));
      }
    }
  }

  private void store(String name, AcceptorState acceptor, RegisterMessage.Accept accept) {
    AcceptedValue before = acceptor.accepted();
    if (before == null || !before.ballot().equals(accept.ballot())) {
      record(name, new RegisterRecord.Accepted(accept.ballot(), accept.value()));
      become(name, acceptor.accept(accept.ballot(), accept.value()));
    } else if (!before.value().equals(accept.value())) {
      throw new IllegalStateException(
          "Invariant 10 is broken: two values of register "
              + name
              + " under ballot "
              + accept.ballot()
              + ".");
    }
  }

  /**
   * A quorum has accepted under a ballot. What was accepted here under that ballot, or a newer one,
   * is that value.
   */
  void onChosen(String name, Ballot ballot) {
    RegisterState state = shelf.get(name);
    AcceptedValue accepted = state.accepted();
    if (!state.chosen() && accepted != null && !ballot.isNewerThan(accepted.ballot())) {
      shelf.put(name, new RegisterState(state.promised(), accepted, true));
    }
  }

  /** A member knows what is chosen, or this one has found out. */
  void onLearned(String name, Value value) {
    RegisterState state = shelf.get(name);
    AcceptedValue accepted = state.accepted();
    AcceptedValue kept =
        accepted != null && accepted.value().equals(value)
            ? accepted
            : new AcceptedValue(Ballot.NONE, value);
    if (!state.chosen() || !kept.equals(accepted)) {
      shelf.put(name, new RegisterState(state.promised(), kept, true));
    }
  }

  /** A reader asks what is here. */
  void onQuery(MemberId from, String name, RegisterMessage.Query query) {
    RegisterState state = shelf.get(name);
    RegisterMessage report = new RegisterMessage.Report(query.id(), state);
    if (state.accepted() == null || state.chosen()) {
      post.send(from, name, report);
    } else {
      post.sendOnceDurable(from, name, report);
    }
  }

  private boolean answersWithChosen(MemberId to, String name, RegisterState state) {
    Value chosen = state.chosenValue();
    if (chosen != null) {
      post.send(to, name, new RegisterMessage.Learned(chosen));
    }
    return chosen != null;
  }

  private void reject(MemberId to, String name, Ballot ballot, Ballot promised) {
    post.send(to, name, new RegisterMessage.Reject(ballot, promised));
  }

  private void record(String name, RegisterRecord record) {
    out.append(new Record.Register(name, record));
  }

  private void become(String name, AcceptorState state) {
    shelf.put(name, new RegisterState(state.promised(), state.accepted(), false));
  }
}
