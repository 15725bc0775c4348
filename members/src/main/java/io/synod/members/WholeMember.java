package io.synod.members;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.members.disk.SimDisk;
import io.synod.node.StartException;
import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import io.synod.sim.chance.Chance;
import io.synod.sim.check.Finding;
import io.synod.sim.plan.Knob;
import io.synod.sim.time.MemberClock;
import io.synod.sim.time.Schedule;
import io.synod.sim.trace.Words;
import io.synod.sim.world.RegisterCall;
import io.synod.sim.world.Request;
import io.synod.sim.world.SimMember;
import io.synod.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A member as it runs in production, with its disk. It may die at each operation of the disk and at
 * each message that it sends.
 */
final class WholeMember extends SimMember implements SimDisk.Fate {

  private static final int CALM_TRAVEL = 2_000;
  private static final int EFFECTS_OF_A_START = 40;

  /** How long it takes at most to look registers up, in microseconds. */
  private static final int LOOK_UP = 2_000;

  private static final List<Integer> SECTORS = List.of(512, 4096);

  private final SimDisk disk;
  private final JournalEye eye;
  private final RegisterEye registers;
  private final Habits habits;

  /** Null while the member is down. */
  private @Nullable Body body;

  private final Inquiry inquiry = new Inquiry();

  private final Reception reception;

  WholeMember(int index, World world, MemberClock clock) {
    super(index, world, clock);
    Chance chance = world.chance.fork();
    this.disk = new SimDisk("/member-" + id, chance.of(SECTORS), chance.fork(), this);
    this.eye = new JournalEye(record -> world.checker.durable(id, record));
    this.registers =
        new RegisterEye(disk, (name, state) -> world.checker.registers().kept(id, name, state));
    this.habits = Habits.draw(world, id, chance);
    this.reception = new Reception(this, chance.fork(), () -> body);
  }

  SimDisk disk() {
    return disk;
  }

  Habits habits() {
    return habits;
  }

  World world() {
    return world;
  }

  MemberClock clock() {
    return clock;
  }

  @Override
  protected boolean isUp() {
    return body != null;
  }

  @Override
  protected boolean leads() {
    return body != null && body.leads();
  }

  @Override
  protected Ballot ballot() {
    return body == null ? Ballot.NONE : body.ballot();
  }

  @Override
  protected long chosen() {
    return body == null ? 0 : body.chosen();
  }

  @Override
  protected long applied() {
    return body == null ? 0 : body.applied();
  }

  @Override
  protected int waiting() {
    return body == null ? 0 : body.waiting();
  }

  @Override
  protected boolean isSynced() {
    return body != null && body.isIdle();
  }

  @Override
  protected long stateHash() {
    return body == null ? 0 : body.stateHash();
  }

  // Its life.

  @Override
  protected void run() {
    Body started = new Body(this, new Life(this, life()));
    body = started;
    if (world.isStormy() && world.plan.get(Knob.CRASHES) > 0 && world.chance.oneIn(4)) {
      ailments.lightFuse(world.chance.below(EFFECTS_OF_A_START));
    }
    inquiry.enter(() -> {
      try {
        started.start();
        if (!started.life().isOver()) {
          world.note(index, () -> "starts, knows ballot " + started.ballot());
          check(() -> remembers(started));
        }
      } catch (StartException e) {
        cannotStart(started.life(), e);
      }
    });
  }

  private void remembers(Body started) {
    world.checker.restarted(id, started.ballot());
    started.registers().check(world.checker.registers());
  }

  private void cannotStart(Life life, StartException why) {
    if (!life.isOver()) {
      if (!life.isExcused()) {
        inquiry.accuse(
            new Finding("no refusal without a reason", String.valueOf(why.getMessage())));
      }
      crash("cannot start: " + why.getMessage());
    }
  }

  @Override
  protected void die() {
    Body dead = body;
    body = null;
    disk.crash();
    check(() -> {
      eye.crashed(disk);
      registers.look();
    });
    if (dead != null) {
      dead.close();
    }
  }

  /** The member stops itself, which it may do only if its disk gives it a reason. */
  void stops(Body stopping, Runnable task) {
    if (!stopping.life().isOver()) {
      crash("stops by itself");
      task.run();
      if (!stopping.life().isExcused()) {
        inquiry.accuse(new Finding("no exceptions", stopping.reason()));
      }
    }
  }

  @Override
  protected void wipe() {
    disk.wipe();
    eye.wiped();
  }

  @Override
  protected void damage() {
    String register = world.chance.oneIn(3) ? registers.damage(world.chance::below) : null;
    String where = register == null ? eye.damage(disk, world.chance::below) : register;
    if (where == null) {
      return;
    }
    world.note(index, () -> "finds damage in " + where);
    ailments.end();
    Body trial = new Body(this, new Life(this, life()));
    body = trial;
    inquiry.enter(() -> {
      try {
        trial.start();
        inquiry.accuse(
            new Finding("damage is refused", id + " starts although a byte changed: " + where));
      } catch (StartException e) {
        world.note(index, () -> String.valueOf(e.getMessage()));
      }
    });
    crash("refuses to start");
  }

  void note(Supplier<String> text) {
    world.note(index, text);
  }

  /** Does something in a life after so many true microseconds. */
  void later(int ofLife, long micros, Schedule.Action action) {
    world.schedule.after(micros, () -> inLife(ofLife, () -> inquiry.enter(action)));
  }

  /** Asks a checker, be it from within code that would catch what it throws. */
  void check(Schedule.Action check) {
    inquiry.check(check);
  }

  boolean isAccused() {
    return inquiry.isOver();
  }

  @Override
  protected void receive(int from, Message message) {
    inBody(running -> {
      world.trace.mix(Words.figure(message) ^ ((long) from << 56) ^ ((long) index << 48));
      world.note(index, () -> "<" + (from + 1) + " " + Words.of(message));
      running.receive(from, message);
    });
  }

  @Override
  protected void disconnected(MemberId other) {
    inBody(running -> {
      world.note(index, () -> "loses its connection to " + other);
      running.disconnected(other);
    });
  }

  @Override
  protected void handOver(MemberId to) {
    inBody(running -> {
      world.note(index, () -> "is to hand over to " + to);
      running.handOver(to);
    });
  }

  @Override
  protected void call(List<Request> requests) {
    Body running = body;
    if (running == null || !running.isOpen()) {
      requests.forEach(Request::refuse);
    } else {
      inBody(open -> open.call(requests));
    }
  }

  @Override
  protected void callRegister(RegisterCall call) {
    Body running = body;
    if (running == null || !running.isOpen()) {
      call.lose();
    } else {
      running.registers().expect(call);
      inBody(open -> open.ask(call));
    }
  }

  /** Where guests are received. */
  Reception reception() {
    return reception;
  }

  /** Does something in the body, unless it is starting or down. */
  void inBody(Consumer<Body> action) {
    Body running = body;
    if (running != null && running.isOpen()) {
      inLife(life(), () -> inquiry.enter(() -> action.accept(running)));
    }
  }

  /** Members give up by themselves. */
  @Override
  protected void giveUp() {}

  /** Members flush by themselves. */
  @Override
  protected void flush() {}

  // Its network.

  /** Whether it has died, now or before. */
  boolean mayDie() {
    return burnsDown();
  }

  void send(MemberId to, Message message) {
    world.send(this, to, message);
  }

  WholeMember peer(MemberId other) {
    return (WholeMember) world.member((int) other.value() - 1);
  }

  /** The others, as far as a connection to them would work now. */
  List<MemberId> reachable() {
    List<MemberId> others = new ArrayList<>();
    for (MemberId other : world.quorums.members()) {
      WholeMember peer = peer(other);
      if (peer.index != index && peer.isUp() && !world.network.isCut(index, peer.index)) {
        others.add(other);
      }
    }
    return others;
  }

  /** How long it takes to notice that a connection is broken. */
  long patience() {
    return 2 * world.election + world.plan.get(Knob.SNAPSHOT) * 1000L;
  }

  /**
   * Something large goes to another member, unless there is no way when it arrives. Soon in the
   * calm: who needs longer for a snapshot than the others need to forget what came after it never
   * catches up.
   */
  void travel(WholeMember to, Schedule.Action arrival) {
    int most = world.isStormy() ? world.plan.get(Knob.SNAPSHOT) * 500 : CALM_TRAVEL;
    world.schedule.after(
        1L + world.chance.below(most + 1),
        () -> {
          if (!world.network.isCut(index, to.index)) {
            arrival.run();
          }
        });
  }

  @SuppressWarnings("FutureReturnValueIgnored") // whoever asked does not wait for ever
  void answer(
      BulkRequest request,
      CompletableFuture<BulkReply> reply,
      BiConsumer<BulkReply, CompletableFuture<BulkReply>> back) {
    inBody(running ->
        running
            .serve(request)
            .whenComplete((answer, failure) -> {
              if (failure == null) {
                back.accept(answer, reply);
              }
            }));
  }

  // Its disk.

  @Override
  public void changing() {
    var _ = burnsDown();
  }

  @Override
  public boolean isFull() {
    Body starting = body;
    if (ailments.isDiskFull() && starting != null && !starting.isOpen()) {
      starting.life().excuse();
    }
    return ailments.isDiskFull();
  }

  @Override
  public boolean syncFails() {
    boolean fails = ailments.syncFails();
    if (fails && body != null) {
      world.note(index, () -> "a sync fails");
      body.life().excuse();
    }
    return fails;
  }

  @Override
  public void forced(String directory, String file, byte[] content) {
    check(() -> eye.forced(directory, file, content));
  }

  @Override
  public void named(String directory) {
    if (directory.equals(RegisterEye.DIRECTORY)) {
      check(registers::look);
    }
  }

  /** How long the worker of that name takes until it begins its next turn. */
  long delay(String worker) {
    if (worker.endsWith("-apply")) {
      return world.applyLag();
    }
    long takes = worker.endsWith("-registers") ? world.chance.below(LOOK_UP) : world.syncMicros();
    return takes + ailments.stall();
  }
}
