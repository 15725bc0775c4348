package io.synod.sim.world;

import io.synod.core.Event;
import io.synod.sim.time.Schedule;

/** A core member looks at its clock again and again, in one life: the commonest thing to happen. */
final class Ticking implements Schedule.Action {

  private final CoreMember member;
  private final World world;
  private final int ofLife;
  private final Schedule.Action look = this::look;

  /** In the life that the member is in. */
  Ticking(CoreMember member) {
    this.member = member;
    this.world = member.world;
    this.ofLife = member.life();
  }

  @Override
  public void run() {
    member.inLife(ofLife, look);
  }

  private void look() {
    member.step(new Event.Tick(member.clock.millis(), world.chance.next()));
    if (ofLife == member.life()) {
      member.checkHearing();
      world.schedule.after(member.clock.trueMicros(world.tickMicros), this);
    }
  }
}
