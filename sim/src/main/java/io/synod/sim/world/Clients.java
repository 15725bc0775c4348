package io.synod.sim.world;

import io.synod.sim.chance.Chance;
import io.synod.sim.check.Finding;
import io.synod.sim.history.LinearizabilityChecker;
import io.synod.sim.history.ReadWriteRegister;
import io.synod.sim.history.ReadWriteRegister.Command;
import io.synod.sim.history.ReadWriteRegister.Result;
import io.synod.sim.history.Recorder;
import io.synod.sim.history.Verdict;
import io.synod.sim.machine.Operation;
import io.synod.sim.plan.Knob;
import java.util.ArrayList;
import java.util.List;

/** The clients of the cluster, and what they see of it. */
public final class Clients {

  private static final long STATES_PER_KEY = 20_000;

  private final World world;
  private final Chance chance;
  private final Recorder<Command, Result> recorder = new Recorder<>();

  /** What a key was last seen to hold, so that some compare-and-sets succeed. */
  private final long[] seen;

  /** What the history calls the keys. */
  private final List<String> names = new ArrayList<>();

  private long lastValue;
  private long instant;
  private long answers;
  private boolean undecided;
  private boolean over;

  Clients(World world, Chance chance) {
    this.world = world;
    this.chance = chance;
    this.seen = new long[world.plan.get(Knob.KEYS) + 1];
    for (int key = 0; key < seen.length; key++) {
      names.add("key " + key);
    }
  }

  void begin() {
    for (int i = 0; i < world.plan.get(Knob.CLIENTS); i++) {
      Client client = new Client("client " + (i + 1), this, world, chance.fork());
      world.schedule.after(chance.below(20_000), client::call);
    }
    if (world.plan.get(Knob.BURST) > 0) {
      world.schedule.after(chance.below(300_000), this::burst);
    }
    if (world.plan.get(Knob.HANDOVERS) > 0) {
      world.schedule.after(chance.below(300_000), this::handOver);
    }
  }

  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  /** Many updates at once, which nobody reads. */
  private void burst() {
    if (over) {
      return;
    }
    SimMember member = target();
    List<Request> requests = new ArrayList<>();
    for (int i = chance.below(world.plan.get(Knob.BURST) + 1); i >= 0; i--) {
      requests.add(unreadUpdate());
    }
    member.call(requests);
    world.schedule.after(chance.below(300_000), this::burst);
  }

  private void handOver() {
    if (!over) {
      world.leader().handOver(world.anyMember(chance).id);
      world.schedule.after(
          chance.below(20_000_000 / world.plan.get(Knob.HANDOVERS)), this::handOver);
    }
  }

  /** An update of a key that nobody reads. */
  Request unreadUpdate() {
    return unwatched(
        new Operation(Operation.Kind.WRITE, world.plan.get(Knob.KEYS), nextValue(), 0));
  }

  /** A read that is in no history, but is to be as fresh as any. */
  Request unwatchedRead() {
    return unwatched(new Operation(Operation.Kind.READ, world.plan.get(Knob.KEYS), 0, 0));
  }

  private Request unwatched(Operation operation) {
    return new Request(
        operation,
        world.checker.told(),
        new Request.Caller() {
          @Override
          public void answered(long result) {
            answers++;
          }

          @Override
          public void refused() {}

          @Override
          public void unknown() {}
        });
  }

  /** The member to call: sometimes one that leads, or believes so. */
  SimMember target() {
    return chance.permille(world.plan.get(Knob.TO_LEADER))
        ? world.anyLeader(chance)
        : world.anyMember(chance);
  }

  long nextValue() {
    return ++lastValue;
  }

  long seen(int key) {
    return seen[key];
  }

  int invoked(String client, Operation operation) {
    Command command =
        switch (operation.kind()) {
          case WRITE -> new ReadWriteRegister.Write(text(operation.value()));
          case COMPARE_AND_SET ->
              new ReadWriteRegister.CompareAndSet(
                  text(operation.expected()), text(operation.value()));
          case READ, SERIALIZABLE_READ -> new ReadWriteRegister.Read();
          case OTHER -> throw notOurs(operation);
        };
    return recorder.invoke(++instant, client, names.get(operation.key()), command);
  }

  void answered(int number, Operation operation, long result) {
    answers++;
    Result answer =
        switch (operation.kind()) {
          case READ, SERIALIZABLE_READ -> new ReadWriteRegister.Value(text(result));
          case WRITE -> new ReadWriteRegister.Done();
          case COMPARE_AND_SET ->
              result == 1 ? new ReadWriteRegister.Done() : new ReadWriteRegister.Differs();
          case OTHER -> throw notOurs(operation);
        };
    if (operation.isUpdate() && result == 1) {
      seen[operation.key()] = operation.value();
    } else if (operation.kind() == Operation.Kind.READ) {
      seen[operation.key()] = result;
    }
    recorder.answer(number, ++instant, answer);
  }

  private static IllegalStateException notOurs(Operation operation) {
    return new IllegalStateException("No client asks for " + operation + ".");
  }

  void failed(int number) {
    recorder.fail(number, ++instant);
  }

  private static String text(long value) {
    return Long.toString(value);
  }

  /**
   * Whether what the clients saw could have come from one copy.
   *
   * @throws Finding if not
   */
  void checkHistory() {
    Verdict<Command, Result> verdict =
        new LinearizabilityChecker<>(new ReadWriteRegister("0"), STATES_PER_KEY)
            .check(recorder.history());
    switch (verdict) {
      case Verdict.Linearizable<Command, Result> any -> {}
      case Verdict.Undecided<Command, Result> any -> undecided = true;
      case Verdict.NotLinearizable<Command, Result> not ->
          throw new Finding("linearizability", not.explanation());
    }
  }

  /** How many calls were answered. */
  public long answers() {
    return answers;
  }

  /** Whether the history was too entangled to be decided about. */
  public boolean isUndecided() {
    return undecided;
  }
}
