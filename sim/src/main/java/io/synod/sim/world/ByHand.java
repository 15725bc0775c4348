package io.synod.sim.world;

import io.synod.core.Bytes;
import io.synod.core.Message;
import io.synod.core.Record;
import io.synod.core.RegisterState;
import io.synod.core.replica.Replica;
import io.synod.sim.check.Checker;
import io.synod.sim.machine.Language;
import io.synod.sim.machine.Machine;
import io.synod.sim.machine.Operation;
import io.synod.sim.network.Transit;
import io.synod.sim.plan.Plan;
import io.synod.sim.time.MemberClock;
import io.synod.sim.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same world, with its checkers, in which nothing moves but by hand: no time passes, no message
 * arrives and no disk works until it is told to. Members are numbered from 0.
 */
public final class ByHand {

  /** Longer than any story, in milliseconds. */
  private static final long REGISTER_PATIENCE = 1L << 40;

  private final World world;
  private final Transit<Message> transit;
  private final List<HandMember> members = new ArrayList<>();
  private final Watcher watcher;

  /** A cluster of the plan's size and settings; its members are up. */
  public ByHand(Plan plan, Watcher watcher) {
    this.watcher = watcher;
    this.world =
        new World(
            plan,
            new Trace(0),
            new Level() {
              @Override
              public SimMember member(int index, World in, MemberClock clock) {
                HandMember member = new HandMember(index, in, clock, watcher);
                members.add(member);
                return member;
              }

              @Override
              public Language language(Plan plan) {
                return Machine.LANGUAGE;
              }
            });
    this.transit = world.network.hold();
    members.forEach(SimMember::start);
  }

  /** How many members there are. */
  public int size() {
    return world.members.size();
  }

  /** How the members stand, for people. */
  public String standing() {
    return world.standing();
  }

  private HandMember member(int index) {
    return members.get(index);
  }

  /** Whether a member is up. */
  public boolean isUp(int member) {
    return member(member).isUp();
  }

  /**
   * A member's protocol, to be looked at only.
   *
   * @throws IllegalArgumentException if it is down
   */
  public Replica replica(int member) {
    return member(member).running();
  }

  /** A member starts from what its disk holds. */
  public void start(int member) {
    member(member).start();
  }

  /**
   * A member dies.
   *
   * @param kept how many of the records that are not durable are on its disk all the same
   */
  public void crash(int member, int kept) {
    member(member).crashKeeping(kept);
  }

  /**
   * A member dies and its disk is lost. It has forgotten its promises, and so it never comes back.
   */
  public void wipe(int member) {
    HandMember lost = member(member);
    lost.crashKeeping(0);
    lost.wipe();
    if (staysOut(lost)) {
      lost.leaveForEver("loses its disk");
    }
  }

  private static boolean staysOut(SimMember member) {
    return !member.isOut();
  }

  /** Whether a member is gone for good. */
  public boolean isOut(int member) {
    return member(member).isOut();
  }

  /** What a member's clock shows, in milliseconds. */
  public long clock(int member) {
    return member(member).clock.millis();
  }

  /** What is on a member's disk for good, oldest first. */
  public List<Record> durable(int member) {
    return List.copyOf(member(member).disk.records());
  }

  /** What a member has written and its disk may yet lose, oldest first. */
  public List<Record> unsynced(int member) {
    return member(member).disk.unsynced();
  }

  /** What is applied at a member. */
  public long applied(int member) {
    return member(member).applied();
  }

  /** What a member's state machine holds: what was written last. */
  public long state(int member) {
    return member(member).snapshot().get(0);
  }

  /** How many calls of clients wait at a member. */
  public int waiting(int member) {
    return member(member).waiting();
  }

  /** Whether a link carries nothing. */
  public boolean isCut(int from, int to) {
    return world.network.isCut(from, to);
  }

  /** Whom everything is told, and who knows what is chosen. */
  public Checker checker() {
    return world.checker;
  }

  /** Time passes for one member. */
  public void tick(int member, long millis, long random) {
    member(member).tick(millis, random);
  }

  /** An operator wants another member to lead. */
  public void handOver(int member, int to) {
    replica(member);
    member(member).handOver(member(to).id);
  }

  /** A message arrives at a member, be it sent or not. */
  public void receive(int from, int to, Message message) {
    member(to).receive(from, message);
  }

  /** A message is on its way, as if it had been sent. */
  public void send(int from, int to, Message message) {
    member(from).send(member(to).id, message);
  }

  /** What waits to be delivered. */
  public Transit<Message> transit() {
    return transit;
  }

  /** The oldest message of a link arrives. */
  public void deliver(int from, int to) {
    receive(from, to, transit.queue(from, to).removeFirst());
  }

  /** A link carries nothing any more; what is on it is lost. */
  public void cut(int from, int to) {
    boolean[] shape = new boolean[size() * size()];
    shape[from * size() + to] = true;
    world.network.cut(shape);
  }

  /** A link is whole again. */
  public void heal(int from, int to) {
    world.network.mend(from, to, world.weather(0, 0));
  }

  /** Whether everything that a member has written is durable. */
  public boolean isSynced(int member) {
    return member(member).isSynced();
  }

  /** Everything that a member has written is durable. */
  public void sync(int member) {
    member(member).syncNow();
  }

  /** A member's state machine becomes durable as it stands, and its journal is trimmed. */
  public void flush(int member) {
    member(member).flush();
  }

  /** A member installs a snapshot of another's state. */
  public void install(int member, int from) {
    member(member).install(member(member).life(), member(from).snapshot());
  }

  /** Clients of a member write values, all at once. */
  public List<Call> write(int member, List<Long> values) {
    List<Call> calls = new ArrayList<>();
    for (long value : values) {
      calls.add(call(member, new Operation(Operation.Kind.WRITE, 0, value, 0)));
    }
    make(member, calls);
    return calls;
  }

  /** A client of a member reads what was written last. */
  public Call read(int member) {
    Call call = call(member, new Operation(Operation.Kind.READ, 0, 0, 0));
    make(member, List.of(call));
    return call;
  }

  /** A client of a member wants a value chosen for a register. */
  public void proposeRegister(int member, String name, Bytes value) {
    world.checker.registers().asked(name, value);
    callRegister(member, name, value);
  }

  /** A client of a member wants to know what is chosen for a register. */
  public void readRegister(int member, String name) {
    callRegister(member, name, null);
  }

  private void callRegister(int member, String name, @Nullable Bytes value) {
    replica(member);
    List<RegisterCall> made = new ArrayList<>();
    RegisterCall call =
        new RegisterCall(
            name,
            value,
            REGISTER_PATIENCE,
            answer -> watcher.tells(member, made.getFirst(), answer),
            () -> {});
    made.add(call);
    member(member).callRegister(call);
  }

  /** What a member holds of a register. */
  public RegisterState register(int member, String name) {
    return member(member).registers.state(name);
  }

  private Call call(int member, Operation operation) {
    return new Call(member, operation, world.checker.told());
  }

  private void make(int member, List<Call> calls) {
    replica(member);
    List<Request> requests = new ArrayList<>();
    calls.forEach(call -> requests.add(call.request));
    member(member).call(requests);
  }

  /** A call of a client, and what became of it. */
  public static final class Call {

    private final int member;
    private final Request request;
    private long result;

    private Call(int member, Operation operation, long told) {
      this.member = member;
      this.request =
          new Request(
              operation,
              told,
              new Request.Caller() {
                @Override
                public void answered(long answer) {
                  result = answer;
                }

                @Override
                public void refused() {}

                @Override
                public void unknown() {}
              });
    }

    /** The member that was called. */
    public int member() {
      return member;
    }

    /** What is asked for. */
    public Operation operation() {
      return request.operation;
    }

    /** Whether it was answered, or nobody will ever say what became of it. */
    public boolean isOver() {
      return request.isOver();
    }

    /** Whether it was answered. */
    public boolean isAnswered() {
      return request.isAnswered();
    }

    /** The answer; to a read, what was written last. */
    public long result() {
      return result;
    }
  }
}
