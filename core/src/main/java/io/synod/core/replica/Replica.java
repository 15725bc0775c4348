package io.synod.core.replica;

import io.synod.core.Ballot;
import io.synod.core.Command;
import io.synod.core.Effects;
import io.synod.core.Event;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Quorums;
import io.synod.core.Round;
import io.synod.core.Session;
import io.synod.core.Settings;
import io.synod.core.election.Election;
import io.synod.core.election.Neighbour;
import io.synod.core.log.Backlog;
import io.synod.core.log.Candidate;
import io.synod.core.log.Leader;
import io.synod.core.log.Learner;
import io.synod.core.log.LogAcceptor;
import io.synod.core.log.Pending;
import io.synod.core.log.Slots;
import io.synod.core.read.ReadRounds;
import io.synod.core.read.WaitingReads;
import io.synod.core.register.Registers;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One member's protocol: events in, effects out, and nothing else. Deterministic: the same events
 * give the same effects.
 *
 * <p>Not safe for use by several threads. The caller carries out the effects of a step in order,
 * and may go on with the next step before the disk has answered; it keeps back what {@link
 * Effects#onceDurable()} says must wait.
 */
public final class Replica {

  private final MemberId self;
  private final Quorums quorums;
  private final Settings settings;
  private final Outbox out = new Outbox();
  private final Slots slots;
  private final Pending pending;
  private final Learner learner;
  private final LogAcceptor acceptor;
  private final Election election;
  private final Backlog backlog;
  private final WaitingReads reads;
  private final Follower follower;
  private final Registers registers;

  private @Nullable Candidate candidate;

  /** Invariant 8: a leader's ballot is its own, and it is what its own acceptor has promised. */
  private @Nullable Leader leader;

  private @Nullable ReadRounds rounds;

  private long now;
  private long beatAt;

  /**
   * A member that starts, for the first time or again.
   *
   * @param self this member, one of the voters
   * @param boot how often this member was started, from 1; larger than ever before
   * @param quorums the voters
   * @param settings the figures to run by
   * @param recovered what the journal remembers
   * @param now milliseconds on the clock of the ticks to come
   */
  public Replica(
      MemberId self, long boot, Quorums quorums, Settings settings, Recovery recovered, long now) {
    this.self = self;
    this.quorums = quorums;
    this.settings = settings;
    this.now = now;
    this.beatAt = now;
    this.slots = recovered.slots();
    Session session = new Session(self, boot);
    this.pending = new Pending(session, settings, out);
    this.learner = new Learner(settings, slots, out, pending, recovered.chosen());
    this.acceptor = new LogAcceptor(settings, slots, learner, out, recovered.promised());
    this.election = new Election(self, quorums, settings, out, recovered.promised(), now);
    this.backlog = new Backlog(settings);
    this.reads = new WaitingReads(boot, out);
    this.follower = new Follower(settings, election, pending, learner, reads, out);
    this.registers = new Registers(session, quorums, settings, out, now);
  }

  /** This member. */
  public MemberId self() {
    return self;
  }

  /** The newest ballot that this member has heard of. */
  public Ballot ballot() {
    return election.newest();
  }

  /**
   * Whether this member leads: a quorum has promised its ballot, and it has heard of no newer one.
   */
  public boolean leading() {
    return leader != null;
  }

  /** The member that leads, as far as this one knows; a member still in phase 1 does not lead. */
  public Optional<MemberId> leader() {
    return leader != null ? Optional.of(self) : election.leader().map(Ballot::member);
  }

  /** Every slot up to this one is chosen, and was handed on. */
  public long chosen() {
    return learner.chosen();
  }

  /** The highest slot that is known to be chosen; those after {@link #chosen} are missing here. */
  public long announced() {
    return learner.chosen() + learner.gap();
  }

  /** The newest ballot that this member's acceptor has promised. */
  public Ballot promised() {
    return acceptor.promised();
  }

  /** Whether this member hears a quorum that hears it. */
  public boolean quorumConnected() {
    return election.isQuorumConnected();
  }

  /**
   * What this member knows of the others, in order of their ids; nothing of those that it has never
   * heard.
   */
  public List<Neighbour> neighbours() {
    return election.neighbours();
  }

  /** By when a tick is wanted, on the clock of the ticks; a time in the past means at once. */
  public long tickBy() {
    return registers.tickBy();
  }

  /** How many registers this member's clients wait for. */
  public int waitingForRegisters() {
    return registers.waiting();
  }

  /** How far this member has come with proposing to the log; empty if it does not. */
  public Optional<Round> round() {
    if (leader != null) {
      return Optional.of(leader.round());
    }
    return candidate == null ? Optional.empty() : Optional.of(candidate.round());
  }

  /** How far this member has come with proposing for a register; empty if it does not. */
  public Optional<Round> round(String register) {
    return registers.round(register);
  }

  /** The log as this member holds it, for checkers: to be read only. */
  public Slots slots() {
    return slots;
  }

  /**
   * Takes one event. The first step's effects also hand on what was chosen before a restart and is
   * not in the state machine.
   *
   * @throws IllegalStateException if an invariant of the protocol is broken; the member must stop
   *     and act on nothing more
   */
  public Effects step(Event event) {
    switch (event) {
      case Event.Received received -> receive(received.from(), received.message());
      case Event.Propose propose -> onPropose(propose.commands());
      case Event.Withdraw withdraw -> pending.withdraw(withdraw.upTo());
      case Event.Read read -> reads.add(read.id());
      case Event.Durable durable -> onDurable(durable.record());
      case Event.Tick tick -> onTick(tick);
      case Event.Disconnected disconnected -> election.onDisconnected(disconnected.member());
      case Event.Installed installed -> onInstalled(installed.slot());
      case Event.HandOver handOver -> onHandOver(handOver.to());
      case Event.Register register -> registers.on(register.event());
    }
    proceed();
    registers.proceed();
    invariants();
    return out.take();
  }

  private void receive(MemberId from, Message message) {
    if (!quorums.members().contains(from)) {
      return;
    }
    election.onMessage(from);
    switch (message) {
      case Message.Heartbeat heartbeat -> {
        election.onHeartbeat(from, heartbeat, trying(), learner.chosen());
        learner.announced(heartbeat.chosen());
      }
      case Message.Prepare prepare -> onPrepare(from, prepare);
      case Message.Promise promise -> {
        if (candidate != null) {
          candidate.onPromise(from, promise);
        }
      }
      case Message.Reject reject -> election.saw(reject.promised());
      case Message.Accept accept -> {
        election.saw(accept.ballot());
        acceptor.onAccept(from, accept);
      }
      case Message.Accepted accepted -> {
        if (leader != null) {
          leader.onAccepted(from, accepted);
        }
      }
      case Message.Chosen chosen -> {
        election.saw(chosen.ballot());
        acceptor.onChosen(chosen);
      }
      case Message.Forward forward -> {
        if (trying()) {
          backlog.addForwarded(forward.commands());
        } else {
          follower.relayCommands(from, forward);
        }
      }
      case Message.ReadRequest request -> {
        if (rounds != null) {
          rounds.request(from, from, request.id());
        } else if (!trying()) {
          follower.relayRead(from, request);
        }
      }
      case Message.ReadGrant grant -> reads.granted(grant.id(), grant.slot());
      case Message.RelayedRequest request -> {
        if (rounds != null) {
          rounds.request(request.member(), from, request.id());
        }
      }
      case Message.RelayedGrant grant -> follower.relayGrant(grant);
      case Message.Confirm confirm -> acceptor.onConfirm(from, confirm);
      case Message.Confirmed confirmed -> {
        if (rounds != null) {
          rounds.deliver(rounds.onConfirmed(from, confirmed), reads);
        }
      }
      case Message.Learn learn -> learner.onLearn(from, learn);
      case Message.Learned learned -> onLearned(from, learned);
      case Message.Trimmed trimmed -> learner.onTrimmed(from, trimmed);
      case Message.Register register ->
          registers.receive(from, register.name(), register.message());
      case Message.Handover handover -> {
        if (handover.ballot().equals(election.newest()) && !trying()) {
          takeOver();
        }
      }
    }
  }

  private void onPrepare(MemberId from, Message.Prepare prepare) {
    acceptor.onPrepare(from, prepare);
    if (acceptor.promised().equals(prepare.ballot())) {
      election.onCandidate(from, prepare.ballot());
    }
  }

  private void onPropose(List<Command> commands) {
    List<Command> taken = pending.add(commands, now);
    if (trying()) {
      backlog.addOwn(taken);
    } else {
      follower.forward(taken);
    }
  }

  private void onDurable(long record) {
    if (candidate != null) {
      candidate.onDurable(record);
    }
    if (leader != null) {
      leader.onDurable(record);
    }
    registers.onDurable(record);
  }

  private void onTick(Event.Tick tick) {
    now = tick.now();
    switch (election.onTick(now, tick.random(), trying(), leader != null, learner.chosen())) {
      case NONE -> {}
      case TAKE_OVER -> takeOver();
      case STEP_DOWN -> stepDown();
    }
    if (now - beatAt >= settings.heartbeatMillis()) {
      beatAt = now;
      repeat();
      registers.repeat();
    }
    registers.onTick(now, tick.random());
  }

  /** Says again, each heartbeat interval, what may have been lost. */
  private void repeat() {
    if (candidate != null) {
      candidate.prepare();
    }
    if (leader != null && rounds != null) {
      leader.onHeartbeat(now);
      rounds.ask();
    } else {
      follower.repeat(now);
    }
  }

  /**
   * A leader learns only by its own phase 2: a slot may be chosen under a newer ballot with another
   * value than this leader proposed there, and whoever accepted that proposal would take the
   * leader's word for its being chosen.
   */
  private void onLearned(MemberId from, Message.Learned learned) {
    if (leader == null) {
      follower.onLearned(from, learned);
    }
  }

  /**
   * For the same reason a leader whose state machine has run ahead of its own phase 2 leads no
   * more.
   */
  private void onInstalled(long slot) {
    if (leader != null && slot > learner.chosen()) {
      stepDown();
    }
    learner.onInstalled(slot);
  }

  private void onHandOver(MemberId to) {
    if (leader != null) {
      leader.handOver(to);
    }
  }

  private boolean trying() {
    return candidate != null || leader != null;
  }

  /** Follows up on whatever the event changed. */
  private void proceed() {
    if (isOutbid()) {
      stepDown();
    }
    if (candidate != null && candidate.isComplete()) {
      finishPhaseOne(candidate);
    }
    if (leader != null && rounds != null) {
      leader.proceed();
      if (reads.mustAsk()) {
        rounds.request(self, self, reads.ask(now));
      }
      if (leader.knowsAllOlder()) {
        rounds.deliver(rounds.begin(learner.chosen()), reads);
      }
    } else if (!trying()) {
      election.leader().ifPresent(ballot -> follower.follow(ballot, now));
    }
  }

  private boolean isOutbid() {
    Ballot newest = election.newest();
    return (leader != null && newest.isNewerThan(leader.ballot()))
        || (candidate != null && newest.isNewerThan(candidate.ballot()));
  }

  private void takeOver() {
    Ballot ballot = election.newest().nextFor(self);
    election.began(ballot);
    candidate = new Candidate(self, ballot, quorums, acceptor, slots, learner.chosen(), out);
    backlog.addOwn(pending.all(now));
  }

  private void finishPhaseOne(Candidate complete) {
    candidate = null;
    MemberId ahead = complete.behind(learner.chosen());
    if (ahead != null) {
      learner.announced(complete.trimmed());
      learner.ask(now, ahead);
      stepDown();
      return;
    }
    leader =
        new Leader(self, complete, quorums, settings, acceptor, learner, slots, backlog, out, now);
    rounds = new ReadRounds(self, complete.ballot(), quorums, out);
    if (reads.any()) {
      rounds.request(self, self, reads.ask(now));
    }
  }

  private void stepDown() {
    candidate = null;
    leader = null;
    rounds = null;
    backlog.clear();
    learner.neededByNobody();
  }

  /**
   * Checks the numbered invariants that one member can check alone; {@link #step} does so every
   * time.
   *
   * @throws IllegalStateException if one is broken
   */
  public void invariants() {
    acceptor.invariants();
    if (leader != null) {
      leader.invariants();
      if (!leader.ballot().equals(acceptor.promised()) || !leader.ballot().member().equals(self)) {
        throw new IllegalStateException(
            "Invariant 8 is broken: leads under "
                + leader.ballot()
                + " but has promised "
                + acceptor.promised()
                + ".");
      }
    }
  }
}
