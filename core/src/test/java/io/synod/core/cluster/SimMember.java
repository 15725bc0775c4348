package io.synod.core.cluster;

import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.Effects;
import io.synod.core.Event;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Quorums;
import io.synod.core.Record;
import io.synod.core.Session;
import io.synod.core.Settings;
import io.synod.core.replica.Recovery;
import io.synod.core.replica.Replica;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One member of the simulated cluster: a replica while it runs, and a disk always. */
final class SimMember {

  final MemberId id;
  final Disk disk = new Disk();

  private final World world;
  private final Quorums quorums;
  private final Settings settings;

  /** Null while the member is down. */
  private @Nullable Replica replica;

  /** Counts crashes and restarts, so that what was scheduled for an earlier life is void. */
  private int life;

  private Session session;
  private long appended;
  private long durable;
  private boolean syncing;
  private final Deque<Effects.SendOnceDurable> held = new ArrayDeque<>();
  private long applied;

  /** Sequences of this life's commands that are not answered yet. */
  private final Set<Long> open = new HashSet<>();

  private long sequence;

  /** Open reads: their number, and what was acknowledged when they began. */
  private final TreeMap<Long, Long> reads = new TreeMap<>();

  private long readId;

  SimMember(MemberId id, World world, Quorums quorums, Settings settings) {
    this.id = id;
    this.world = world;
    this.quorums = quorums;
    this.settings = settings;
    this.session = new Session(id, 0);
  }

  boolean isUp() {
    return replica != null;
  }

  int life() {
    return life;
  }

  long applied() {
    return applied;
  }

  boolean leads() {
    return replica != null && replica.leading();
  }

  boolean hasOpen() {
    return !open.isEmpty() || !reads.isEmpty();
  }

  @Override
  public String toString() {
    return "member "
        + id
        + (replica == null
            ? " (down)"
            : " at "
                + replica.ballot()
                + ", leader "
                + replica.leader()
                + ", promised "
                + replica.promised()
                + ", chosen "
                + replica.chosen()
                + " of "
                + replica.slots().last())
        + ", applied "
        + applied
        + ", open "
        + open
        + ", reads "
        + reads.keySet();
  }

  void start() {
    life++;
    int boot = disk.nextBoot();
    Recovery recovery = new Recovery(disk.stateSlot());
    disk.records().forEach(recovery::replay);
    session = new Session(id, boot);
    appended = 0;
    durable = 0;
    syncing = false;
    held.clear();
    applied = disk.stateSlot();
    open.clear();
    sequence = 0;
    reads.clear();
    readId = 0;
    replica = new Replica(id, boot, quorums, settings, recovery, world.clock(this));
    world.checker.restarted(id, replica.promised());
    int thisLife = life;
    world.after(0, "first tick of " + id, () -> tick(thisLife));
  }

  /** Stops at once: what is not synced is lost, or a part of it is. */
  void crash() {
    life++;
    replica = null;
    for (Record kept : disk.crash(world.random)) {
      world.checker.durable(id, kept);
    }
    world.membersLost(this);
  }

  private void tick(int ofLife) {
    if (ofLife == life) {
      step(new Event.Tick(world.clock(this), world.random.nextLong()));
      if (ofLife == life) {
        world.after(3 + world.random.nextInt(4), null, () -> tick(ofLife));
      }
    }
  }

  void receive(MemberId from, Message message) {
    step(new Event.Received(from, message));
  }

  void disconnected(MemberId other) {
    step(new Event.Disconnected(other));
  }

  void propose(int count) {
    if (replica == null || open.size() > 20) {
      return;
    }
    java.util.ArrayList<Command> commands = new java.util.ArrayList<>();
    for (int i = 0; i < count; i++) {
      long lowestOpen = open.stream().mapToLong(Long::longValue).min().orElse(sequence + 1);
      Command command = new Command(session, ++sequence, lowestOpen - 1, payload());
      world.checker.clientProposes(command);
      open.add(sequence);
      commands.add(command);
    }
    step(new Event.Propose(commands));
  }

  private Bytes payload() {
    String text = id + "/" + session.boot() + "/" + sequence + "x".repeat(world.random.nextInt(20));
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  void read() {
    if (replica != null) {
      reads.put(++readId, world.checker.acknowledged());
      step(new Event.Read(readId));
    }
  }

  void handOver(MemberId to) {
    step(new Event.HandOver(to));
  }

  /** Some leader's request to take over, perhaps a late one. */
  void usurp(MemberId from) {
    if (replica != null && !from.equals(id)) {
      receive(from, new Message.Handover(replica.ballot()));
    }
  }

  void flush() {
    if (replica != null) {
      disk.flush(applied);
    }
  }

  private void step(Event event) {
    Replica running = replica;
    if (running != null) {
      Effects effects = running.step(event);
      if (!effects.equals(Effects.NONE)) {
        world.trace(() -> "  " + id + " " + event + " -> " + effects);
        carryOut(effects);
      }
    }
  }

  /** Carries the effects out in order; the member may die between any two of them. */
  private void carryOut(Effects effects) {
    int thisLife = life;
    boolean diesEarly = world.diesNow();
    disk.append(effects.append());
    appended += effects.append().size();
    sync();
    if (diesEarly && world.random.nextBoolean()) {
      crash();
      return;
    }
    for (Effects.Send send : effects.now()) {
      if (diesEarly && world.random.nextInt(3) == 0) {
        crash();
        return;
      }
      world.send(this, send.to(), send.message());
    }
    held.addAll(effects.onceDurable());
    release();
    effects.chosen().forEach(chosen -> apply(chosen, thisLife));
    effects.reads().forEach(this::answerReads);
    effects.refused().forEach(refused -> open.remove(refused.sequence()));
    effects.snapshotFrom().ifPresent(source -> world.fetchSnapshot(this, source));
  }

  private void apply(Effects.Chosen chosen, int ofLife) {
    world.checker.saysChosen(id, chosen.slot(), chosen.value());
    if (chosen.slot() != applied + 1) {
      throw new AssertionError(
          id + " was given slot " + chosen.slot() + " after slot " + applied + ".");
    }
    applied = chosen.slot();
    for (Command command : chosen.value().commands()) {
      if (command.session().equals(session) && ofLife == life && open.remove(command.sequence())) {
        world.checker.acknowledged(applied);
      }
    }
  }

  private void answerReads(Effects.ReadReady ready) {
    Map<Long, Long> answered = reads.headMap(ready.upTo(), true);
    answered.values().forEach(floor -> world.checker.read(id, floor, ready.slot()));
    answered.clear();
  }

  private void sync() {
    if (!syncing && disk.unsynced() > 0) {
      syncing = true;
      int count = disk.unsynced();
      int thisLife = life;
      world.after(world.syncTime(), null, () -> synced(thisLife, count));
    }
  }

  private void synced(int ofLife, int count) {
    if (ofLife != life) {
      return;
    }
    syncing = false;
    for (Record record : disk.sync(count)) {
      world.checker.durable(id, record);
    }
    durable += count;
    release();
    step(new Event.Durable(durable));
    if (ofLife == life) {
      sync();
    }
  }

  private void release() {
    while (!held.isEmpty() && held.element().record() <= durable) {
      Effects.SendOnceDurable send = held.remove();
      world.send(this, send.to(), send.message());
    }
  }

  /** A snapshot of another member's state arrives, and is made durable. */
  void install(int ofLife, long slot) {
    if (ofLife == life && slot > applied) {
      applied = slot;
      disk.flush(slot);
      open.clear();
      step(new Event.Installed(slot));
    }
  }

  long chosen() {
    Replica running = replica;
    return running == null ? 0 : running.chosen();
  }

  /** Whether everything that was appended in this life is synced. */
  boolean isSynced() {
    return durable == appended;
  }

  List<Record> records() {
    return disk.records();
  }
}
