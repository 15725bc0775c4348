package io.synod.node.member;

import io.synod.core.Command;
import io.synod.core.Effects;
import io.synod.core.Event;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Record;
import io.synod.core.Session;
import io.synod.core.Settings;
import io.synod.core.replica.Replica;
import io.synod.node.Failure;
import io.synod.node.apply.Applier;
import io.synod.node.apply.ApplyThread;
import io.synod.node.journal.JournalWriter;
import io.synod.node.loop.Inbox;
import io.synod.node.loop.Loop;
import io.synod.node.peers.Network;
import io.synod.node.requests.Admission;
import io.synod.node.requests.Answers;
import io.synod.node.requests.Proposal;
import io.synod.node.requests.Proposals;
import io.synod.node.requests.ReadGroup;
import io.synod.node.requests.RegisterRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The protocol at work, in turns: every input that waits, then the messages, then one append to the
 * journal, then what was chosen.
 *
 * <p>Turns run on the loop on which the connections to the peers live, so that a message is read,
 * acted upon and answered without a change of threads. Nothing here may block.
 */
final class CoreLoop<R> {

  /** What it works with. */
  record Parts<R>(
      Loop loop,
      Replica replica,
      Collection<MemberId> members,
      Session session,
      Settings settings,
      JournalWriter journal,
      Network network,
      Applier<R> applier,
      ApplyThread apply,
      Proposals<R> proposals,
      WaitingReads reads,
      RegisterDesk registers,
      Pressure pressure,
      LongSupplier clock,
      LongSupplier random,
      Consumer<MemberId> fetchSnapshot,
      Admission admission) {}

  private final Parts<R> parts;
  private final Replica replica;
  private final Proposals<R> proposals;
  private final WaitingReads reads;
  private final RegisterDesk registers;
  private final Inbox<Input<R>> inbox = new Inbox<>();
  private final Courier courier;
  private final Observers observers;
  private final Tally tally;
  private final Chronicle chronicle;
  private final Answers answers = new Answers();
  private final Queue<Proposal<R>> held = new ArrayDeque<>();
  private final Consumer<Throwable> onFailure;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final long tickMillis;
  private boolean running;
  private List<Record> records = new ArrayList<>();
  private List<Effects.Chosen> chosen = new ArrayList<>();
  private long tickAt;

  /** When a turn will come by itself that was ordered for the protocol's sake. */
  private long orderedFor = Long.MAX_VALUE;

  private long handOverAt;
  private volatile View view;

  CoreLoop(Parts<R> parts, Consumer<Throwable> onFailure) {
    this.parts = parts;
    this.onFailure = onFailure;
    this.replica = parts.replica();
    this.proposals = parts.proposals();
    this.reads = parts.reads();
    this.registers = parts.registers();
    this.tally = new Tally(replica.self(), parts.members());
    this.chronicle = new Chronicle(replica, parts.clock().getAsLong());
    this.courier = new Courier(parts.network(), parts.loop(), tally);
    this.observers = new Observers(parts.settings().heartbeatMillis());
    this.tickMillis = Math.clamp(parts.settings().heartbeatMillis() / 4, 1, 25);
    this.view = View.of(replica);
  }

  /** Takes turns from now on; what was put before waits until then. Any thread. */
  void start() {
    parts
        .loop()
        .execute(() -> {
          running = true;
          beat();
        });
  }

  /** Any thread. */
  void put(Input<R> input) {
    if (inbox.put(input)) {
      parts.loop().execute(this::turn);
    }
  }

  /** The protocol after the last turn. Any thread. */
  View view() {
    return view;
  }

  /** Has an observer told from the end of this turn on. Any thread. */
  void observe(Observer observer) {
    parts.loop().execute(() -> observers.add(observer, replica));
  }

  /** Any thread. */
  void unobserve(Observer observer) {
    parts.loop().execute(() -> observers.remove(observer));
  }

  /** Has somebody told, on the core thread, what the member knows of its cluster. Any thread. */
  void survey(Consumer<Survey> to) {
    parts
        .loop()
        .execute(() ->
            to.accept(
                new Survey(
                    parts.clock().getAsLong(),
                    replica.announced(),
                    replica.quorumConnected(),
                    replica.neighbours(),
                    chronicle.reigns(),
                    tally.traffic())));
  }

  /** Has something done on the core thread whenever it changes who leads. Any thread. */
  void onElection(Runnable listener) {
    chronicle.whenOver(listener);
  }

  /** Ends the turns after the inputs that wait, and waits for that. */
  void stop() throws InterruptedException {
    parts
        .loop()
        .execute(() -> {
          turn();
          running = false;
          ended.countDown();
        });
    if (!parts.loop().isCurrent()) {
      ended.await();
    }
  }

  /** Fails everybody who waits; only when the turns have ended. */
  synchronized void failAll() {
    for (Input<R> input : inbox.takeAll()) {
      if (input instanceof Input.Propose<R>(Proposal<R> proposal)) {
        held.add(proposal);
      } else if (input instanceof Input.Read<R>(var read)) {
        reads.add(read);
      } else if (input instanceof Input.Register<R>(var request)) {
        registers.refuse(request, Failure.STOPPED);
      }
    }
    held.forEach(proposal -> discard(proposal, Failure.STOPPED));
    held.clear();
    proposals.failIf(_ -> true, Failure.STOPPED, answers);
    reads.failAll(Failure.STOPPED, answers);
    registers.failAll(Failure.STOPPED);
    answers.flush();
  }

  private void beat() {
    turn();
    if (running) {
      parts.loop().after(Math.max(1, tickAt - parts.clock().getAsLong()), this::beat);
    }
  }

  private void turn() {
    if (!running) {
      return;
    }
    try {
      inbox.takeAll().forEach(this::take);
      propose();
      if (reads.anyFresh()) {
        step(new Event.Read(reads.group()));
      }
      long now = parts.clock().getAsLong();
      if (now >= tickAt || now >= replica.tickBy()) {
        tickAt = now + tickMillis;
        tick(now);
      }
      finishTurn(now);
      orderTick(now);
    } catch (Throwable e) {
      running = false;
      onFailure.accept(e);
    }
  }

  /** The protocol may want to hear the time sooner than the next beat tells it. */
  private void orderTick(long now) {
    long wanted = replica.tickBy();
    if (orderedFor <= now) {
      orderedFor = Long.MAX_VALUE;
    }
    if (wanted < tickAt && wanted < orderedFor) {
      orderedFor = Math.max(wanted, now);
      parts.loop().after(orderedFor - now, this::turn);
    }
  }

  private void take(Input<R> input) {
    switch (input) {
      case Input.Propose<R>(Proposal<R> proposal) -> held.add(proposal);
      case Input.Read<R>(var read) -> reads.add(read);
      case Input.Received<R> received -> receive(received);
      case Input.Disconnected<R>(MemberId member) -> step(new Event.Disconnected(member));
      case Input.Durable<R>(long record) -> {
        courier.durable(record);
        step(new Event.Durable(record));
      }
      case Input.Installed<R>(long slot) -> {
        observers.installed(slot);
        step(new Event.Installed(slot));
      }
      case Input.HandOver<R>(MemberId to) -> step(new Event.HandOver(to));
      case Input.Register<R>(RegisterRequest request) -> step(registers.add(request));
      case Input.Loaded<R>(var found) ->
          found.forEach(register -> step(new Event.Register(register)));
    }
  }

  private void receive(Input.Received<R> received) {
    tally.received(received.from(), received.messages().size());
    boolean full = parts.pressure().isHigh();
    for (Message message : received.messages()) {
      if (!full || !Pressure.isHeavy(message)) {
        step(new Event.Received(received.from(), message));
        observers.received(message, replica);
      }
    }
  }

  private void propose() {
    if (held.isEmpty() || parts.pressure().isHigh()) {
      return;
    }
    long acknowledged = proposals.settledUpTo();
    List<Command> commands = new ArrayList<>(held.size());
    while (!held.isEmpty() && proposals.hasRoom()) {
      Proposal<R> proposal = held.remove();
      long sequence = proposals.add(proposal);
      commands.add(new Command(parts.session(), sequence, acknowledged, proposal.command()));
    }
    if (!commands.isEmpty()) {
      step(new Event.Propose(commands));
    }
  }

  private void tick(long now) {
    step(new Event.Tick(now, parts.random().getAsLong()));
    chronicle.look(replica, now);
    Failure late = replica.leader().isPresent() ? Failure.TIMED_OUT : Failure.NO_LEADER;
    long before = proposals.settledUpTo();
    long settled = proposals.expire(now, late, answers);
    if (settled > before) {
      step(new Event.Withdraw(settled));
    }
    for (Proposal<R> next = held.peek();
        next != null && next.deadline() <= now;
        next = held.peek()) {
      discard(held.remove(), late);
    }
    reads.expire(now, late, answers);
    if (parts.pressure().noSpace() && replica.leading() && now >= handOverAt) {
      handOverAt = now + parts.settings().electionMillis();
      healthyFollower().ifPresent(member -> step(new Event.HandOver(member)));
    }
  }

  private Optional<MemberId> healthyFollower() {
    return parts.network().connected().stream().findFirst();
  }

  private void discard(Proposal<R> proposal, Failure failure) {
    parts.admission().leave(1, proposal.weight());
    answers.failed(proposal.executor(), proposal.reply(), failure);
  }

  private void step(Event event) {
    Effects effects = replica.step(event);
    records.addAll(effects.append());
    registers.took(effects.append(), effects.registers());
    courier.send(effects.now());
    courier.hold(effects.onceDurable());
    courier.sendAtLeisure(effects.atLeisure());
    chosen.addAll(effects.chosen());
    for (Effects.ReadReady ready : effects.reads()) {
      reads.grant(ready.upTo(), ready.slot(), this::read);
    }
    for (Effects.Refused refused : effects.refused()) {
      switch (refused.reason()) {
        case TOO_MANY -> proposals.failed(refused.sequence(), Failure.TOO_MANY, answers);
      }
    }
    effects.snapshotFrom().ifPresent(parts.fetchSnapshot());
  }

  private void read(ReadGroup group, long slot) {
    long applied = parts.applier().applied().slot();
    if (slot <= applied) {
      group.done(applied, answers);
    } else {
      parts.apply().read(group, slot);
    }
  }

  // The messages first: what waits for the own disk stays, and the others' disks begin sooner.
  private void finishTurn(long now) {
    courier.flush();
    if (!records.isEmpty()) {
      parts.journal().append(records);
      records = new ArrayList<>();
    }
    registers.finishTurn();
    observers.turnEnds(chosen, replica, now);
    if (!chosen.isEmpty()) {
      parts.apply().values(chosen, proposals.anyWait());
      chosen = new ArrayList<>();
    }
    answers.flush();
    if (!view.shows(replica)) {
      chronicle.look(replica, now);
      view = View.of(replica);
    }
  }
}
