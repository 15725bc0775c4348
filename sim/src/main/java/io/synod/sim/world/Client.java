package io.synod.sim.world;

import io.synod.sim.chance.Chance;
import io.synod.sim.check.Finding;
import io.synod.sim.machine.Operation;
import io.synod.sim.plan.Knob;
import io.synod.sim.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes one call after the other, and gives up on those that take too long. */
final class Client {

  private static final int PATIENCE = 6;

  private final String name;
  private final Clients clients;
  private final World world;
  private final Plan plan;
  private final Chance chance;

  /** By the life of a member: as of which slot it answered the last serializable read. */
  private final Map<String, Long> versions = new TreeMap<>();

  Client(String name, Clients clients, World world, Chance chance) {
    this.name = name;
    this.clients = clients;
    this.world = world;
    this.plan = world.plan;
    this.chance = chance;
  }

  void call() {
    if (clients.isOver()) {
      return;
    }
    Operation operation = draw();
    SimMember member = clients.target();
    boolean isRecorded = operation.kind() != Operation.Kind.SERIALIZABLE_READ;
    int number = isRecorded ? clients.invoked(name, operation) : -1;
    Request request =
        new Request(
            operation,
            world.checker.told(),
            new Request.Caller() {
              @Override
              public void answered(long result) {
                if (isRecorded) {
                  clients.answered(number, operation, result);
                } else {
                  sawVersion(member);
                }
                think();
              }

              @Override
              public void refused() {
                if (isRecorded) {
                  clients.failed(number);
                }
                think();
              }

              @Override
              public void unknown() {
                think();
              }
            });
    world.schedule.after(chance.below(1_000), () -> member.call(List.of(request)));
    world.schedule.after(
        chance.below((int) (PATIENCE * world.election)) + world.election,
        () -> giveUp(request, member));
  }

  private void giveUp(Request request, SimMember member) {
    if (!request.isOver() && !clients.isOver()) {
      request.giveUp();
      member.giveUp();
      think();
    }
  }

  private void think() {
    world.schedule.after(1L + chance.below(plan.get(Knob.THINK) * 1000), this::call);
  }

  private Operation draw() {
    int key = chance.below(plan.get(Knob.KEYS));
    if (chance.permille(plan.get(Knob.READS))) {
      boolean serializable = chance.permille(plan.get(Knob.SERIALIZABLE));
      return new Operation(
          serializable ? Operation.Kind.SERIALIZABLE_READ : Operation.Kind.READ, key, 0, 0);
    }
    boolean conditional = chance.permille(plan.get(Knob.COMPARE_AND_SETS));
    return new Operation(
        conditional ? Operation.Kind.COMPARE_AND_SET : Operation.Kind.WRITE,
        key,
        clients.nextValue(),
        clients.seen(key));
  }

  /** Serializable reads of one life of a member never go back. */
  private void sawVersion(SimMember member) {
    String place = member.id + "/" + member.life();
    long version = member.applied();
    Long before = versions.put(place, version);
    if (before != null && before > version) {
      throw new Finding(
          "serializable reads never go back",
          name + " read slot " + before + " at " + member.id + " and later slot " + version + ".");
    }
  }
}
