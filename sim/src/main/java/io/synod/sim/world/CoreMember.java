package io.synod.sim.world;

import io.synod.core.Ballot;
import io.synod.core.Effects;
import io.synod.core.Event;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Record;
import io.synod.core.Session;
import io.synod.core.Value;
import io.synod.core.replica.Recovery;
import io.synod.core.replica.Replica;
import io.synod.sim.disk.RecordDisk;
import io.synod.sim.machine.Machine;
import io.synod.sim.plan.Knob;
import io.synod.sim.time.MemberClock;
import io.synod.sim.trace.Words;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One member: a disk always, and while it is up the production replica with what a running member
 * has around it. It carries out the effects in order and may die between any two of them.
 */
class CoreMember extends SimMember {

  final RecordDisk<Machine> disk;

  /** Null while the member is down. */
  private @Nullable Replica replica;

  private Machine machine;
  private Desk desk;
  RegisterRoom registers;
  private Hearing hearing;

  private long durable;
  private final Deque<Effects.SendOnceDurable> held = new ArrayDeque<>();
  private final Deque<Effects.Chosen> unapplied = new ArrayDeque<>();

  CoreMember(int index, World world, MemberClock clock) {
    super(index, world, clock);
    this.machine = empty(world);
    this.disk = new RecordDisk<>(machine.copy());
    this.desk = new Desk(id, new Session(id, 0), world.checker);
    this.registers = new RegisterRoom(this, world);
    this.hearing = new Hearing(id, 1, 1, world.settings);
  }

  @Nullable Replica replica() {
    return replica;
  }

  private static Machine empty(World world) {
    return new Machine(world.plan.get(Knob.KEYS) + 1);
  }

  @Override
  protected boolean isUp() {
    return replica != null;
  }

  @Override
  protected boolean leads() {
    return replica != null && replica.leading();
  }

  @Override
  protected Ballot ballot() {
    return replica == null ? Ballot.NONE : replica.ballot();
  }

  @Override
  protected long chosen() {
    return replica == null ? 0 : replica.chosen();
  }

  @Override
  protected long applied() {
    return machine.slot();
  }

  @Override
  protected int waiting() {
    return desk.waiting() + registers.waiting();
  }

  @Override
  protected boolean isSynced() {
    return disk.isSynced();
  }

  @Override
  protected long stateHash() {
    return machine.hash();
  }

  @Override
  protected void run() {
    int boot = disk.nextBoot();
    machine = disk.state().copy();
    Recovery recovery = new Recovery(disk.stateSlot());
    for (Record record : disk.records()) {
      recovery.replay(record);
    }
    desk = new Desk(id, new Session(id, boot), world.checker);
    registers = new RegisterRoom(this, world);
    hearing = new Hearing(id, world.quorums.size(), world.members.size(), world.settings);
    durable = 0;
    held.clear();
    unapplied.clear();
    Replica started =
        new Replica(id, boot, world.quorums, world.settings, recovery, clock.millis());
    replica = started;
    world.note(index, () -> "starts, promised " + started.promised());
    world.checker.restarted(id, started.promised());
    world.schedule.after(0, new Ticking(this));
  }

  @Override
  protected void die() {
    replica = null;
    for (Record kept : loseUnsynced()) {
      world.checker.durable(id, kept);
    }
    desk.close();
    registers.close();
  }

  /** What is not durable is lost; returns what of it is on the disk all the same. */
  List<Record> loseUnsynced() {
    return disk.crash(world.chance);
  }

  @Override
  protected void wipe() {
    disk.wipe(empty(world));
  }

  /** The journal would refuse to be read. */
  @Override
  protected void damage() {}

  /** The clock was looked at: a leader must have heard a quorum. */
  void checkHearing() {
    hearing.check(leads(), clock.millis());
  }

  @Override
  protected void receive(int from, Message message) {
    if (replica == null) {
      return;
    }
    if (ailments.pause() > 0) {
      inLife(life(), () -> hear(from, message));
    } else {
      hear(from, message);
    }
  }

  private void hear(int from, Message message) {
    world.trace.mix(Words.figure(message) ^ ((long) from << 56) ^ ((long) index << 48));
    hearing.heard(from, clock.millis());
    world.note(index, () -> "<" + (from + 1) + " " + Words.of(message));
    step(new Event.Received(world.member(from).id, message));
  }

  @Override
  protected void disconnected(MemberId other) {
    happen(new Event.Disconnected(other));
  }

  @Override
  protected void handOver(MemberId to) {
    happen(new Event.HandOver(to));
  }

  void happen(Event event) {
    if (replica != null) {
      inLife(
          life(),
          () -> {
            world.note(index, () -> Words.of(event));
            step(event);
          });
    }
  }

  @Override
  protected void call(List<Request> requests) {
    if (replica == null || ailments.isDiskFull()) {
      requests.forEach(Request::refuse);
    } else {
      inLife(life(), () -> take(requests));
    }
  }

  private void take(List<Request> requests) {
    int thisLife = life();
    for (Event event : desk.take(requests, machine, this::padding)) {
      if (thisLife == life()) {
        world.note(index, () -> Words.of(event));
        step(event);
      }
    }
  }

  /** Something takes a while. */
  void after(int micros, Runnable action) {
    world.schedule.after(micros, action::run);
  }

  @Override
  protected void callRegister(RegisterCall call) {
    if (replica == null || ailments.isDiskFull()) {
      call.lose();
    } else {
      registers.take(call);
    }
  }

  @Override
  protected void giveUp() {
    if (replica != null && desk.dropAbandoned()) {
      happen(new Event.Withdraw(desk.settled()));
    }
  }

  /** By how many bytes a command is longer than it need be. */
  int padding() {
    return world.chance.below(40);
  }

  void send(MemberId to, Message message) {
    world.send(this, to, message);
  }

  void step(Event event) {
    Replica running = replica;
    if (running == null) {
      return;
    }
    Effects effects = running.step(event);
    if (!effects.isNone()) {
      carryOut(effects);
    }
  }

  void carryOut(Effects effects) {
    final int thisLife = life();
    if (!effects.append().isEmpty()) {
      disk.append(effects.append());
      sync();
    }
    if (!sendAll(effects.now()) || !sendAll(effects.atLeisure())) {
      return;
    }
    if (!effects.onceDurable().isEmpty()) {
      held.addAll(effects.onceDurable());
    }
    release();
    for (Effects.Chosen chosen : effects.chosen()) {
      if (thisLife != life() || burnsDown()) {
        return;
      }
      hand(chosen);
    }
    if (thisLife != life()) {
      return;
    }
    effects.reads().forEach(ready -> desk.ready(ready.upTo(), ready.slot()));
    desk.answerReads(machine);
    effects.refused().forEach(refused -> desk.refused(refused.sequence()));
    registers.carryOut(effects.registers());
    effects.snapshotFrom().ifPresent(source -> SnapshotTrip.begin(world, this, source));
  }

  /** False if the member died between two of them. */
  private boolean sendAll(List<Effects.Send> messages) {
    for (int i = 0; i < messages.size(); i++) {
      if (burnsDown()) {
        return false;
      }
      send(messages.get(i).to(), messages.get(i).message());
    }
    return true;
  }

  /** Gives a chosen value to the state machine, which may be behind. */
  private void hand(Effects.Chosen chosen) {
    world.checker.chosen(id, chosen.slot(), chosen.value());
    long lag = world.applyLag();
    if (lag == 0 && unapplied.isEmpty()) {
      apply(chosen.slot(), chosen.value());
      return;
    }
    unapplied.add(chosen);
    int thisLife = life();
    world.schedule.after(lag, () -> inLife(thisLife, this::applyNext));
  }

  private void applyNext() {
    Effects.Chosen chosen = unapplied.poll();
    if (chosen != null) {
      apply(chosen.slot(), chosen.value());
    }
  }

  void apply(long slot, Value value) {
    if (slot <= machine.slot()) {
      return;
    }
    if (slot != machine.slot() + 1) {
      throw world.accuse("no gaps", id + " was given slot " + slot + " after " + machine.slot());
    }
    machine.apply(value, (command, result) -> desk.applied(command, slot, result));
    world.checker.applied(id, slot, machine.hash());
    desk.answerReads(machine);
  }

  void sync() {
    if (disk.beginSync()) {
      int thisLife = life();
      world.schedule.after(
          ailments.syncDelay() + world.syncMicros(), () -> inLife(thisLife, this::synced));
    }
  }

  void synced() {
    if (ailments.syncFails()) {
      crash("stops: a sync failed");
      return;
    }
    List<Record> done = disk.endSync();
    for (Record record : done) {
      world.note(index, () -> "on disk: " + Words.of(record));
      world.checker.durable(id, record);
    }
    durable += done.size();
    int thisLife = life();
    release();
    if (thisLife == life()) {
      step(new Event.Durable(durable));
    }
    if (thisLife == life()) {
      sync();
    }
  }

  private void release() {
    while (!held.isEmpty() && held.element().record() <= durable) {
      if (burnsDown()) {
        return;
      }
      Effects.SendOnceDurable send = held.remove();
      send(send.to(), send.message());
    }
  }

  /** The journal forgets what lies before. */
  @Override
  protected void flush() {
    if (replica != null) {
      disk.saveState(machine.slot(), machine.copy());
      disk.saveRegisters(registers.keep());
      disk.trim(machine.slot(), world.chance);
    }
  }

  /** A snapshot of another member's state arrives, and replaces the state here, durably. */
  void install(int ofLife, Machine snapshot) {
    inLife(
        ofLife,
        () -> {
          if (isNewer(snapshot, machine)) {
            world.note(index, () -> "installs a snapshot at slot " + snapshot.slot());
            machine = snapshot.copy();
            world.checker.applied(id, machine.slot(), machine.hash());
            disk.saveState(machine.slot(), snapshot);
            disk.trim(machine.slot(), world.chance);
            desk.jumped(machine);
            desk.answerReads(machine);
            if (!burnsDown()) {
              step(new Event.Installed(machine.slot()));
            }
          }
        });
  }

  private static boolean isNewer(Machine snapshot, Machine state) {
    return snapshot.slot() > state.slot();
  }

  Machine snapshot() {
    return machine.copy();
  }
}
