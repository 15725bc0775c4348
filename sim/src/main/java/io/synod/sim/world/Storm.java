package io.synod.sim.world;

import io.synod.core.Message;
import io.synod.sim.chance.Chance;
import io.synod.sim.network.Shape;
import io.synod.sim.plan.Knob;
import io.synod.sim.time.Schedule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does to the cluster what the plan has in store for it. A map of what is lost for ever keeps
 * enough copies whole: at most a minority of the members loses its disk.
 */
final class Storm {

  private static final long TEN_SECONDS = 10_000_000;
  private static final List<Shape> SHAPES = List.of(Shape.values());

  private final World world;
  private final Chance chance;
  private @Nullable SimMember usurper;
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
    often(Knob.DISCONNECTIONS, () -> any().disconnected(any().id));
    often(Knob.USURPATIONS, this::usurp);
    often(Knob.OLD_QUESTIONS, this::askAgain);
    often(Knob.CRASHES, () -> victim().ailments.lightFuse(chance.below(20)));
    often(Knob.BLACKOUTS, () -> world.members.forEach(member -> member.crash("loses power")));
    often(Knob.PAUSES, () -> victim().ailments.pauseFor(upTo(world.plan.get(Knob.PAUSE))));
    often(Knob.STALLS, () -> victim().ailments.slowDisk(upTo(3)));
    often(Knob.SYNC_FAILURES, () -> victim().ailments.failNextSync());
    often(Knob.FULL_DISKS, () -> victim().ailments.fillDisk(upTo(6)));
    often(Knob.DAMAGES, this::damage);
    often(Knob.LOST_DISKS, this::loseDisk);
    often(Knob.FLUSHES, () -> any().flush());
    often(Knob.SCHISMS, () -> new Schism(world, this, chance).begin());
    often(Knob.JUMPS, () -> world.setClock(any(), upTo(2) * (chance.oneIn(2) ? 1 : -1)));
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
  long upTo(int elections) {
    return chance.below((int) Math.min(Integer.MAX_VALUE - 1, elections * world.election) + 1);
  }

  private void split(Shape shape) {
    boolean[] cut = shape.draw(chance, world.members.size(), victim().index);
    world.note(-1, () -> "the network splits: " + shape);
    cutFor(cut, upTo(world.plan.get(Knob.SPLIT)));
  }

  void cutFor(boolean[] cut, long micros) {
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

  /**
   * The leader, alone or with a minority, is cut off, or what is on its way to or from it is held
   * back. Others may take over at once, and the leader of the past when it is back.
   */
  private void isolateLeader() {
    SimMember leader = world.leader();
    if (chance.oneIn(3)) {
      clogAround(leader.index, upTo(4));
      return;
    }
    Shape shape =
        chance.of(
            List.of(
                Shape.DEAF_OR_MUTE,
                Shape.ISOLATED,
                Shape.MINORITY,
                Shape.MINORITY,
                Shape.ONE_LINK,
                Shape.ONE_LINK));
    boolean[] cut = shape.draw(chance, world.members.size(), leader.index);
    world.note(-1, () -> "the leader " + leader.id + " is cut off: " + shape);
    long time = upTo(world.plan.get(Knob.SPLIT));
    cutFor(cut, time);
    if (world.plan.get(Knob.USURPATIONS) > 0) {
      soon(upTo(1), () -> usurp(any()));
      soon(upTo(1), () -> usurp(any()));
      for (int i = 0; i < 4; i++) {
        soon(time + upTo(1), () -> usurp(leader));
      }
    }
    for (int i = 0; i < 4; i++) {
      soon(upTo(3), () -> leader.call(List.of(world.clients.unwatchedRead())));
      soon(upTo(3), () -> any().call(List.of(world.clients.unreadUpdate())));
      soon(upTo(3), () -> any().call(List.of(world.clients.unwatchedRead())));
    }
    if (world.plan.get(Knob.OLD_QUESTIONS) > 0) {
      for (int i = 0; i < 6; i++) {
        soon(upTo(3), () -> askAgain(leader));
      }
    }
  }

  /** Does something after so many microseconds, unless the storm is over then. */
  void soon(long delay, Schedule.Action action) {
    world.schedule.after(
        delay,
        () -> {
          if (!over) {
            action.run();
          }
        });
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

  /**
   * Somebody believes, rightly or late, that it was asked to take over; often the one that believed
   * so before.
   */
  private void usurp() {
    SimMember next = usurper == null || chance.oneIn(3) ? any() : usurper;
    usurper = next;
    usurp(next);
  }

  /** A member believes that it was asked to take over. */
  void usurp(SimMember next) {
    SimMember from = any();
    if (next.isUp() && from.index != next.index) {
      next.receive(from.index, new Message.Handover(next.ballot()));
    }
  }

  /** A question for chosen values arrives that a member may have asked long ago. */
  private void askAgain() {
    askAgain(chance.oneIn(2) ? world.anyLeader(chance) : any());
  }

  private void askAgain(SimMember asker) {
    SimMember asked = any();
    if (asker.isUp() && asked.index != asker.index) {
      asked.receive(asker.index, new Message.Learn(asker.chosen() + 1));
    }
  }

  private boolean mayLoseOne() {
    int lost = 0;
    for (SimMember member : world.members) {
      lost += member.isOut() ? 1 : 0;
    }
    return lost < (world.members.size() - 1) / 2;
  }

  /** Finds, at its start, that its disk is damaged: it refuses to run. */
  private void damage() {
    if (mayLoseOne()) {
      SimMember member = any();
      boolean first = !member.isOut();
      member.leaveForEver("finds its disk damaged and refuses to start");
      if (first) {
        member.damage();
      }
    }
  }

  private void loseDisk() {
    SimMember member = any();
    if (mayLoseOne() && !member.isOut()) {
      if (staysOut(member)) {
        member.leaveForEver("loses its disk");
      } else {
        member.crash("loses its disk");
        member.wipe();
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
