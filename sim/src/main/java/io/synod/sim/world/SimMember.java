package io.synod.sim.world;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.sim.time.MemberClock;
import io.synod.sim.time.Schedule;
import java.util.List;

/**
 * One member of the simulated cluster: what the storm, the calm and the clients do to it. What it
 * is made of is its level's business; it has a disk always, and a life while it is up.
 *
 * <p>It tells the checker what is durable on its disk, what leaves it, what it has applied and what
 * it answers.
 */
public abstract class SimMember {

  /** Its number, from 0. */
  public final int index;

  /** Its id: its number, from 1. */
  public final MemberId id;

  /** The world that it is in. */
  protected final World world;

  /** What it takes for the time. */
  protected final MemberClock clock;

  /** What is wrong with it. */
  protected final Ailments ailments;

  private int life;

  /** It will never come back: its disk is damaged or lost. */
  private boolean out;

  /** A member that is down, with an empty disk. */
  protected SimMember(int index, World world, MemberClock clock) {
    this.index = index;
    this.id = new MemberId(index + 1);
    this.world = world;
    this.clock = clock;
    this.ailments = new Ailments(world.schedule);
  }

  /** Counts starts and ends, so that what was scheduled for an earlier life is void. */
  public final int life() {
    return life;
  }

  final boolean isOut() {
    return out;
  }

  /** Whether it is running. */
  protected abstract boolean isUp();

  /** Whether it runs and believes that it leads. */
  protected abstract boolean leads();

  /** The newest ballot that it knows of; none while it is down. */
  protected abstract Ballot ballot();

  /** Every slot up to this one is known to it to be chosen; 0 while it is down. */
  protected abstract long chosen();

  /** Its state machine stands at this slot. */
  protected abstract long applied();

  /** How many calls wait here. */
  protected abstract int waiting();

  /** Whether everything that it wants on its disk is there. */
  protected abstract boolean isSynced();

  /** A hash of its whole state; equal on members that have applied the same. */
  protected abstract long stateHash();

  /** Starts from what the disk holds, unless it runs. */
  protected abstract void run();

  /** Ends a life, now: of what is not synced a part may be on disk. */
  protected abstract void die();

  /** A message arrives. */
  protected abstract void receive(int from, Message message);

  /** A connection with another member broke, or so it seems. */
  protected abstract void disconnected(MemberId other);

  /** An operator wants another member to lead. */
  protected abstract void handOver(MemberId to);

  /** Clients call, all at once. */
  protected abstract void call(List<Request> requests);

  /** A client wants something of a register; a member that has none loses the call. */
  protected void callRegister(RegisterCall call) {
    call.lose();
  }

  /** Some caller has given up. */
  protected abstract void giveUp();

  /** The state machine is to become durable as it stands. */
  protected abstract void flush();

  /** While it is down: everything on its disk is gone. */
  protected abstract void wipe();

  /** While it is down: something on its disk changes that it must notice and refuse to run with. */
  protected abstract void damage();

  final void start() {
    if (!out && !isUp()) {
      life++;
      ailments.putFuseOut();
      run();
    }
  }

  /** Dies at once. */
  protected final void crash(String why) {
    if (isUp()) {
      world.note(index, () -> why);
      life++;
      die();
      world.mourn(this);
    }
  }

  final void leaveForEver(String why) {
    out = true;
    crash(why);
  }

  /** Dies if the fuse that the storm lit has burnt down; each effect of a member asks. */
  protected final boolean burnsDown() {
    if (!ailments.burnsDown()) {
      return false;
    }
    crash("dies between two effects");
    return true;
  }

  /** Does something in a life, as soon as the member does not stand still. */
  protected final void inLife(int ofLife, Schedule.Action action) {
    if (ofLife != life) {
      return;
    }
    long rest = ailments.pause();
    if (rest > 0) {
      world.schedule.after(rest, () -> inLife(ofLife, action));
    } else {
      action.run();
    }
  }

  @Override
  public String toString() {
    return id
        + (isUp() ? " knows ballot " + ballot() + ", chosen " + chosen() : " (down)")
        + (leads() ? ", leads" : "")
        + ", applied "
        + applied()
        + ", calls "
        + waiting()
        + (isSynced() ? "" : ", not synced");
  }
}
