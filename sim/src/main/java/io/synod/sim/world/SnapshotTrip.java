package io.synod.sim.world;

import io.synod.core.MemberId;
import io.synod.sim.machine.Machine;
import io.synod.sim.plan.Knob;

/** The way of a snapshot from one core to another; it may get through where messages do not. */
final class SnapshotTrip {

  private SnapshotTrip() {}

  /** A member that is behind fetches another's state. */
  static void begin(World world, CoreMember behind, MemberId source) {
    CoreMember from = (CoreMember) world.member((int) source.value() - 1);
    int life = behind.life();
    long time = world.chance.below(world.plan.get(Knob.SNAPSHOT) * 1000 + 1);
    world.schedule.after(
        world.chance.below(1_000),
        () -> {
          if (from.isUp()) {
            Machine image = from.snapshot();
            world.schedule.after(
                time,
                () -> {
                  if (!world.network.isCut(from.index, behind.index) || world.chance.oneIn(2)) {
                    world.fetchedSnapshot();
                    behind.install(life, image);
                  }
                });
          }
        });
  }
}
