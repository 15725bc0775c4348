package io.synod.sim.world;

import io.synod.sim.check.Finding;
import io.synod.sim.network.Weather;
import io.synod.sim.plan.Knob;
import java.util.ArrayList;
import java.util.List;

/**
 * After the storm nothing is wrong any more within one quorum; the others stay as they are, or
 * worse, and one of them may lead although some member of the quorum does not reach it. Within a
 * bounded time the quorum has to take a new write at each of its members, answer everything that
 * waits there, and have the whole log everywhere.
 */
final class Calm {

  /**
   * How many election timeouts everything may take, but for the slots that commands of the storm
   * fill: each may take another heartbeat, because a leader outside the quorum may have lost the
   * message that would have filled it.
   */
  private static final int LIMIT = 60;

  private static final int EVEN_LOOKS = 40;

  /** How many it takes at least, so that members outside show what they do for themselves. */
  private static final int LEAST = 4;

  /** What may stay wrong with a member outside the quorum. */
  private enum Trouble {
    DOWN,
    CUT_OFF,
    DEAF,
    MUTE,
    ONE_FRIEND,
    SOME_LINKS,
    STORMY
  }

  private static final List<Trouble> TROUBLES = List.of(Trouble.values());

  private final World world;
  private final Weather fair = Weather.fair(500);

  /** Without copies that go astray and leaks, which would make a cut link a lossy one for ever. */
  private final Weather stormy;

  /** The members of the quorum. */
  private final List<SimMember> core = new ArrayList<>();

  private int looks;

  private final List<Request> probes = new ArrayList<>();

  /** A write of a register at each member; none in a plan without registers. */
  private final List<RegisterCall> registerProbes = new ArrayList<>();

  Calm(World world) {
    this.world = world;
    this.stormy = world.weather(0, 0);
  }

  void run() {
    choose();
    heal();
    long start = world.schedule.now();
    long chosen = world.chosen();
    int unchosen = world.checker.unchosen();
    long least = start + LEAST * world.election;
    while (!isDone() || world.schedule.now() < least) {
      long slots = Math.min(unchosen, world.chosen() - chosen);
      if (world.schedule.now() > start + LIMIT * world.election + slots * world.heartbeat) {
        throw new Finding(
            "liveness",
            "After "
                + LIMIT
                + " election timeouts without faults the quorum "
                + ids()
                + " is not done: "
                + world.standing());
      }
      probe();
      world.schedule.runUntil(world.schedule.now() + untilNextLook());
    }
  }

  /**
   * A quarter of an election timeout, and after a while more or less: what a member does at even
   * intervals must not meet every look.
   */
  private long untilNextLook() {
    looks++;
    return world.election / 4 + Math.max(0, looks - EVEN_LOOKS) % 8 * (world.election / 64);
  }

  private String ids() {
    List<String> ids = new ArrayList<>();
    core.forEach(member -> ids.add(member.id.toString()));
    return ids.toString();
  }

  private void choose() {
    List<SimMember> fit = new ArrayList<>();
    for (SimMember member : world.members) {
      if (!member.isOut()) {
        fit.add(world.chance.below(fit.size() + 1), member);
      }
    }
    int size =
        world.chance.oneIn(3) ? fit.size() : world.chance.between(world.quorums.size(), fit.size());
    core.addAll(fit.subList(0, size));
    world.note(-1, () -> "the storm is over for the quorum " + ids());
  }

  private void heal() {
    for (SimMember member : world.members) {
      for (SimMember other : world.members) {
        world.network.mend(member.index, other.index, stormy);
      }
    }
    for (SimMember member : world.members) {
      if (core.contains(member)) {
        member.ailments.end();
        member.start();
        core.forEach(other -> world.network.mend(member.index, other.index, fair));
      } else {
        trouble(member, world.chance.of(TROUBLES));
      }
    }
  }

  private void trouble(SimMember member, Trouble trouble) {
    world.note(member.index, () -> "stays in trouble: " + trouble);
    int friend = core.get(world.chance.below(core.size())).index;
    int size = world.members.size();
    boolean[] cut = new boolean[size * size];
    for (int other = 0; other < size; other++) {
      boolean in =
          switch (trouble) {
            case CUT_OFF, DEAF -> true;
            case ONE_FRIEND -> other != friend;
            case SOME_LINKS -> world.chance.oneIn(2);
            case DOWN, MUTE, STORMY -> false;
          };
      boolean out =
          switch (trouble) {
            case CUT_OFF, MUTE -> true;
            case ONE_FRIEND -> other != friend;
            case SOME_LINKS -> world.chance.oneIn(2);
            case DOWN, DEAF, STORMY -> false;
          };
      cut[other * size + member.index] = in && other != member.index;
      cut[member.index * size + other] |= out && other != member.index;
    }
    world.network.cut(cut);
    if (trouble == Trouble.DOWN) {
      member.crash("stays down");
    }
  }

  /** One new write at each member, again where it was refused. */
  private void probe() {
    if (probes.isEmpty()) {
      for (SimMember member : core) {
        probes.add(propose(member));
        if (world.plan.get(Knob.REGISTERS) > 0) {
          registerProbes.add(proposeRegister(member));
        }
      }
    }
  }

  private Request propose(SimMember member) {
    Request request = world.clients.unreadUpdate();
    member.call(List.of(request));
    return request;
  }

  private RegisterCall proposeRegister(SimMember member) {
    RegisterCall call = world.registerClients.probe(2 * LIMIT * world.election / 1_000);
    member.callRegister(call);
    return call;
  }

  /** Whether each member has had a register's value; again where nothing came of it. */
  private boolean areRegistersDone() {
    boolean done = true;
    for (int i = 0; i < registerProbes.size(); i++) {
      RegisterCall call = registerProbes.get(i);
      if (call.isOver() && !call.isChosen()) {
        registerProbes.set(i, proposeRegister(core.get(i)));
      }
      done &= call.isChosen();
    }
    return done;
  }

  private boolean isDone() {
    if (probes.isEmpty() || !areRegistersDone()) {
      return false;
    }
    for (int i = 0; i < core.size(); i++) {
      SimMember member = core.get(i);
      if (!probes.get(i).isAnswered()) {
        if (probes.get(i).isOver()) {
          probes.set(i, propose(member));
        }
        return false;
      }
      if (member.waiting() > 0
          || member.applied() != world.checker.chosen()
          || !member.isSynced()) {
        return false;
      }
    }
    return true;
  }
}
