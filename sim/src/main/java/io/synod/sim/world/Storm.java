package io.synod.sim.world;

import io.synod.core.Event;
import io.synod.core.Message;
import io.synod.core.replica.Replica;
import io.synod.sim.chance.Chance;
import io.synod.sim.machine.Machine;
import io.synod.sim.network.Shape;
import io.synod.sim.plan.Knob;
import io.synod.sim.time.Schedule;
import java.util.List;

/**
 * Does to the cluster what the plan has in store for it. A map of what is lost for ever keeps
 * enough copies whole: at most a minority of the members loses its disk.
 */
final class Storm {

  private static final long TEN_SECONDS = 10_000_000;
  private static final List<Shape> SHAPES = List.of(Shape.values());

  private final World world;
  private final Chance chance;
  private boolean over;

  Storm(World world, Chance chance) {
    this.world = world;
    this.chance = chance;
  }

  boolean isOver() {
    return over;
  }

  void end() {
    over = true;
  }

  void begin() {
    often(Knob.PARTITIONS, () -> split(chance.of(SHAPES)));
    often(Knob.ISOLATIONS, this::isolateLeader);
    often(Knob.CLOGS, this::clog);
    often(Knob.FLAPS, this::flap);
    often(Knob.DISCONNECTIONS, () -> any().happen(new Event.Disconnected(any().id)));
    often(Knob.USURPATIONS, this::usurp);
    often(Knob.CRASHES, () -> victim().ailments.lightFuse(chance.below(20)));
    often(Knob.BLACKOUTS, () -> world.members.forEach(member -> member.crash("loses power")));
    often(Knob.PAUSES, () -> victim().ailments.pauseFor(upTo(world.plan.get(Knob.PAUSE))));
    often(Knob.STALLS, () -> victim().ailments.slowDisk(upTo(3)));
    often(Knob.SYNC_FAILURES, () -> victim().ailments.failNextSync());
    often(Knob.FULL_DISKS, () -> victim().ailments.fillDisk(upTo(6)));
    often(Knob.DAMAGES, this::damage);
    often(Knob.LOST_DISKS, this::loseDisk);
    often(Knob.FLUSHES, () -> any().flush());
    often(Knob.JUMPS, () -> any().clock.jump(upTo(2) * (chance.oneIn(2) ? 1 : -1)));
  }

  /** Does something again and again, at random, as often as the plan says. */
  private void often(Knob rate, Schedule.Action action) {
    int times = world.plan.get(rate);
    if (times > 0) {
      long gap = 1L + chance.below((int) (2 * TEN_SECONDS / times));
      world.schedule.after(
          gap,
          () -> {
            if (!over) {
              action.run();
              often(rate, action);
            }
          });
    }
  }

  private SimMember any() {
    return world.anyMember(chance);
  }

  /** Any member; the leader more often than others. */
  private SimMember victim() {
    return chance.oneIn(3) ? world.leader() : any();
  }

  /** Microseconds, up to so many election timeouts. */
  private long upTo(int elections) {
    return chance.below((int) Math.min(Integer.MAX_VALUE - 1, elections * world.election) + 1);
  }

  private void split(Shape shape) {
    boolean[] cut = shape.draw(chance, world.members.size(), victim().index);
    world.note(-1, () -> "the network splits: " + shape);
    cutFor(cut, upTo(world.plan.get(Knob.SPLIT)));
  }

  private void cutFor(boolean[] cut, long micros) {
    world.network.cut(cut);
    world.schedule.after(
        micros,
        () -> {
          if (!over) {
            world.note(-1, () -> "a split heals");
            world.network.heal(cut);
          }
        });
  }

  /** What is on its way to or from the leader arrives late, and then everything. */
  private void isolateLeader() {
    int leader = world.leader().index;
    Shape shape = chance.oneIn(3) ? Shape.DEAF_OR_MUTE : Shape.ISOLATED;
    boolean[] cut = shape.draw(chance, world.members.size(), leader);
    if (chance.oneIn(2)) {
      clogAround(leader, upTo(4));
      return;
    }
    world.note(-1, () -> "the leader " + (leader + 1) + " is cut off: " + shape);
    cutFor(cut, upTo(world.plan.get(Knob.SPLIT)));
  }

  private void clogAround(int member, long micros) {
    world.note(-1, () -> "links of " + (member + 1) + " hold everything back");
    boolean in = chance.oneIn(2);
    boolean out = !in || chance.oneIn(2);
    for (int other = 0; other < world.members.size(); other++) {
      if (other != member && in) {
        world.network.clog(other, member, micros);
      }
      if (other != member && out) {
        world.network.clog(member, other, micros);
      }
    }
  }

  private void clog() {
    world.network.clog(any().index, any().index, upTo(4));
  }

  private void flap() {
    int from = any().index;
    int to = any().index;
    int size = world.members.size();
    boolean[] cut = new boolean[size * size];
    cut[from * size + to] = from != to;
    cut[to * size + from] = from != to && chance.oneIn(2);
    flapOn(cut, chance.between(2, 12));
  }

  private void flapOn(boolean[] cut, int times) {
    cutFor(cut, upTo(1) / 2);
    if (times > 0) {
      world.schedule.after(
          upTo(1),
          () -> {
            if (!over) {
              flapOn(cut, times - 1);
            }
          });
    }
  }

  /** Somebody believes, rightly or late, that it was asked to take over. */
  private void usurp() {
    SimMember usurper = any();
    SimMember from = any();
    Replica replica = usurper.replica();
    if (replica != null && from != usurper) {
      usurper.receive(from.index, new Message.Handover(replica.ballot()));
    }
  }

  private boolean mayLoseOne() {
    int lost = 0;
    for (SimMember member : world.members) {
      lost += member.isOut() ? 1 : 0;
    }
    return lost < (world.members.size() - 1) / 2;
  }

  /** Finds, at its start, that its journal is damaged: it refuses to run. */
  private void damage() {
    if (mayLoseOne()) {
      any().leaveForEver("finds its disk damaged and refuses to start");
    }
  }

  private void loseDisk() {
    SimMember member = any();
    if (mayLoseOne() && !member.isOut()) {
      if (staysOut(member)) {
        member.leaveForEver("loses its disk");
      } else {
        member.crash("loses its disk");
        member.disk.wipe(new Machine(world.plan.get(Knob.KEYS) + 1));
      }
    }
  }

  /** A member without its disk has forgotten its promises, and must not vote again. */
  private static boolean staysOut(SimMember member) {
    return !member.isOut();
  }

  void restartLater(SimMember member) {
    int life = member.life();
    int down = world.plan.get(Knob.DOWN) * 1000;
    long delay = chance.oneIn(3) ? chance.below(1_000) : chance.below(down + 1);
    world.schedule.after(
        delay,
        () -> {
          if (!over && member.life() == life) {
            member.start();
          }
        });
  }
}
