package io.synod.sim.world;

import io.synod.sim.chance.Chance;
import io.synod.sim.machine.Language;
import io.synod.sim.machine.Machine;
import io.synod.sim.plan.Plan;
import io.synod.sim.time.MemberClock;

/** How much of a member is simulated, and so what a simulated member is made of. */
public interface Level {

  /** A member that is down, with an empty disk. */
  SimMember member(int index, World world, MemberClock clock);

  /** What the commands of its members' logs say. */
  Language language(Plan plan);

  /** The clients that it brings with it. */
  default Guests guests(World world, Chance chance) {
    return Guests.NONE;
  }

  /** The core alone, on a disk of records. */
  static Level cores() {
    return new Level() {
      @Override
      public SimMember member(int index, World world, MemberClock clock) {
        return new CoreMember(index, world, clock);
      }

      @Override
      public Language language(Plan plan) {
        return Machine.LANGUAGE;
      }
    };
  }
}
