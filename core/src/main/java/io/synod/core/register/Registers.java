package io.synod.core.register;

import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Outbox;
import io.synod.core.Quorums;
import io.synod.core.RegisterEffects.Answer;
import io.synod.core.RegisterEvent;
import io.synod.core.RegisterMessage;
import io.synod.core.RegisterState;
import io.synod.core.Round;
import io.synod.core.Session;
import io.synod.core.Settings;
import io.synod.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One member's side of all registers: as an acceptor, and for its own clients. */
public final class Registers {

  private static final int BOOT_SHIFT = 40;

  private final MemberId self;
  private final Session session;
  private final Quorums quorums;
  private final Settings settings;
  private final Outbox out;
  private final Shelf shelf;
  private final Post post;
  private final RegisterAcceptor acceptor;
  private final Backoff backoff;
  private final Map<String, Pursuit> pursuits = new LinkedHashMap<>();

  /** Keeps the questions of this life apart from those of lives before. */
  private final long base;

  private long now;
  private long tickBy = Long.MAX_VALUE;

  /**
   * Registers of a member that starts.
   *
   * @param session this life of the member
   */
  public Registers(Session session, Quorums quorums, Settings settings, Outbox out, long now) {
    this.self = session.member();
    this.session = session;
    this.quorums = quorums;
    this.settings = settings;
    this.out = out;
    this.shelf = new Shelf(out, settings.logBytes() / 4, settings.windowBytes());
    this.post = new Post(self, quorums, out);
    this.acceptor = new RegisterAcceptor(shelf, post, out);
    this.backoff =
        new Backoff(Math.max(1, settings.heartbeatMillis() / 32), settings.electionMillis());
    this.base = session.boot() << BOOT_SHIFT;
    this.now = now;
  }

  /** By when a tick is wanted: a time on its clock, or any moment in the past for at once. */
  public long tickBy() {
    return tickBy;
  }

  /** How many registers this member's clients wait for. */
  public int waiting() {
    return pursuits.size();
  }

  /** How far this member has come with proposing for a register; empty if it does not. */
  public Optional<Round> round(String name) {
    Pursuit pursuit = pursuits.get(name);
    Proposer proposer = pursuit == null ? null : pursuit.proposer();
    return proposer == null ? Optional.empty() : Optional.of(proposer.round());
  }

  /** Something happened. */
  public void on(RegisterEvent event) {
    switch (event) {
      case RegisterEvent.Propose propose -> {
        long weight = propose.value().length();
        if (!shelf.with(propose.name(), weight, () -> propose(propose))) {
          out.answer(new Answer.TimedOut(propose.id()));
        }
      }
      case RegisterEvent.Read read -> {
        if (!shelf.with(read.name(), 0, () -> read(read))) {
          out.answer(new Answer.TimedOut(read.id()));
        }
      }
      case RegisterEvent.Explain explain -> {
        pursuit(explain.name()).addCurious(explain.id(), new Reader(quorums, explain.deadline()));
        post.sendToAll(explain.name(), new RegisterMessage.Query(base + explain.id()));
      }
      case RegisterEvent.Loaded loaded -> shelf.loaded(loaded.name(), loaded.state());
    }
  }

  private Pursuit pursuit(String name) {
    return pursuits.computeIfAbsent(name, _ -> new Pursuit(name, session, out));
  }

  private void propose(RegisterEvent.Propose propose) {
    Value known = shelf.get(propose.name()).chosenValue();
    if (known != null) {
      out.answer(new Answer.Chosen(propose.id(), Pursuit.payload(known), false, 0));
      return;
    }
    Command command = new Command(session, propose.id(), 0, propose.value());
    Pursuit pursuit = pursuit(propose.name());
    pursuit.addWriter(propose.id(), new Value(List.of(command)), propose.deadline());
    if (pursuit.proposer() == null) {
      begin(pursuit, proposer(pursuit));
    }
  }

  private Proposer proposer(Pursuit pursuit) {
    Proposer proposer = pursuit.proposer();
    if (proposer == null) {
      proposer = new Proposer(self, pursuit.name, quorums, post, backoff, pursuit::wish);
      pursuit.proposer(proposer);
    }
    return proposer;
  }

  private void begin(Pursuit pursuit, Proposer proposer) {
    if (proposer.call() && !shelf.with(pursuit.name, 0, () -> beginNow(pursuit, proposer))) {
      proposer.beginAgain();
    }
  }

  private void beginNow(Pursuit pursuit, Proposer proposer) {
    RegisterState state = shelf.get(pursuit.name);
    Value known = state.chosenValue();
    if (known != null) {
      answer(pursuit.name, known);
    } else if (proposer.equals(pursuit.proposer())) {
      proposer.begin(state.promised(), now);
    }
  }

  private void read(RegisterEvent.Read read) {
    Value known = shelf.get(read.name()).chosenValue();
    if (known != null) {
      out.answer(new Answer.Chosen(read.id(), Pursuit.payload(known), false, 0));
      return;
    }
    pursuit(read.name()).addReader(read.id(), new Reader(quorums, read.deadline()));
    post.sendToAll(read.name(), new RegisterMessage.Query(base + read.id()));
  }

  /** A member says something about a register. */
  public void receive(MemberId from, String name, RegisterMessage message) {
    switch (message) {
      case RegisterMessage.Prepare prepare ->
          shelf.with(name, 0, () -> acceptor.onPrepare(from, name, prepare));
      case RegisterMessage.Accept accept ->
          shelf.with(name, accept.value().weight(), () -> acceptor.onAccept(from, name, accept));
      case RegisterMessage.Query query ->
          shelf.with(name, 0, () -> acceptor.onQuery(from, name, query));
      case RegisterMessage.Chosen chosen -> shelf.with(name, 0, () -> onChosen(name, chosen));
      case RegisterMessage.Learned learned -> found(name, learned.value());
      case RegisterMessage.Report report -> onReport(from, name, report);
      case RegisterMessage.Promise promise -> {
        Proposer proposer = proposing(name);
        if (proposer != null) {
          proposer.onPromise(from, promise);
          goOn(name, proposer);
        }
      }
      case RegisterMessage.Accepted accepted -> {
        Proposer proposer = proposing(name);
        if (proposer != null) {
          proposer.onAccepted(from, accepted);
          end(name, proposer);
        }
      }
      case RegisterMessage.Reject reject -> {
        Proposer proposer = proposing(name);
        if (proposer != null) {
          proposer.onReject(reject);
          tickBy = Math.min(tickBy, proposer.tickBy());
        }
      }
    }
  }

  private @Nullable Proposer proposing(String name) {
    Pursuit pursuit = pursuits.get(name);
    return pursuit == null ? null : pursuit.proposer();
  }

  private void goOn(String name, Proposer proposer) {
    Pursuit pursuit = pursuits.get(name);
    if (pursuit == null || !proposer.mayPropose() || proposer.propose(now)) {
      return;
    }
    pursuit.nothingChosenBefore(proposer.rounds());
    if (pursuit.isIdle()) {
      forget(pursuit);
    } else {
      begin(pursuit, proposer);
    }
  }

  private void end(String name, Proposer proposer) {
    Value value = proposer.chosen();
    if (value == null) {
      return;
    }
    for (MemberId member : quorums.members()) {
      if (!member.equals(self)) {
        post.send(member, name, new RegisterMessage.Chosen(proposer.ballot()));
      }
    }
    found(name, value);
  }

  private void onChosen(String name, RegisterMessage.Chosen chosen) {
    acceptor.onChosen(name, chosen.ballot());
    Value value = shelf.get(name).chosenValue();
    if (value != null) {
      answer(name, value);
    }
  }

  private void onReport(MemberId from, String name, RegisterMessage.Report report) {
    Pursuit pursuit = pursuits.get(name);
    long id = report.id() - base;
    Reader reader = pursuit == null ? null : pursuit.asking(id);
    if (pursuit == null || reader == null) {
      return;
    }
    reader.reported(from, report.state());
    if (pursuit.isCurious(id)) {
      if (reader.isComplete()) {
        pursuit.explained(id);
        tidy(pursuit);
      }
      return;
    }
    Value value = reader.chosen();
    if (value != null) {
      found(name, value);
    } else if (reader.showsNothing()) {
      pursuit.nothingChosen(id);
      tidy(pursuit);
    } else if (reader.isUnfinished() && !reader.awaitsRound()) {
      finish(pursuit, reader);
    }
  }

  /** Whoever wrote may be about to end the round: this member takes its time before it does. */
  private void finish(Pursuit pursuit, Reader reader) {
    boolean idle = pursuit.proposer() == null;
    Proposer proposer = proposer(pursuit);
    reader.awaitRoundAfter(proposer.rounds());
    if (idle) {
      proposer.beginLater();
      tickBy = Math.min(tickBy, proposer.tickBy());
    }
  }

  /** This member knows what is chosen from now on. */
  private void found(String name, Value value) {
    answer(name, value);
    shelf.with(name, value.weight(), () -> acceptor.onLearned(name, value));
  }

  private void answer(String name, Value value) {
    Pursuit pursuit = pursuits.get(name);
    if (pursuit != null) {
      pursuit.chosen(value);
      tidy(pursuit);
    }
  }

  private void tidy(Pursuit pursuit) {
    if (pursuit.isOver()) {
      pursuits.remove(pursuit.name);
    }
  }

  private void forget(Pursuit pursuit) {
    pursuit.dropProposer();
    tidy(pursuit);
  }

  /** Records up to this one are durable. */
  public void onDurable(long record) {
    post.onDurable(record);
  }

  /** Time has passed. */
  public void onTick(long time, long random) {
    now = time;
    backoff.feed(random);
    tickBy = Long.MAX_VALUE;
    for (Pursuit pursuit : new ArrayList<>(pursuits.values())) {
      pursuit.expire(now);
      tidy(pursuit);
      Proposer proposer = pursuit.proposer();
      if (proposer != null) {
        onTick(pursuit, proposer);
      }
    }
  }

  private void onTick(Pursuit pursuit, Proposer proposer) {
    if (proposer.isDue(now)) {
      begin(pursuit, proposer);
    } else {
      proposer.repeat(now, settings.heartbeatMillis());
    }
    tickBy = Math.min(tickBy, proposer.tickBy());
  }

  /** Asks again, each heartbeat interval, those that have not answered. */
  public void repeat() {
    for (Pursuit pursuit : pursuits.values()) {
      pursuit
          .questions()
          .forEach((id, reader) -> {
            for (MemberId member : quorums.members()) {
              if (!reader.hasReported(member)) {
                post.send(member, pursuit.name, new RegisterMessage.Query(base + id));
              }
            }
          });
    }
  }

  /** Hands this member's messages to itself over; the last thing in a step. */
  public void proceed() {
    for (Post.ToSelf next = post.next(); next != null; next = post.next()) {
      receive(self, next.name(), next.message());
    }
    shelf.tidy();
  }

  /**
   * What this member holds of a register that is in use, for checkers; null if it is not at hand.
   */
  public @Nullable RegisterState atHand(String name) {
    return shelf.atHand(name);
  }
}
