package io.synod.members;

import io.synod.members.guests.StoreClients;
import io.synod.sim.Outcome;
import io.synod.sim.Simulation;
import io.synod.sim.chance.Chance;
import io.synod.sim.machine.Language;
import io.synod.sim.plan.Knob;
import io.synod.sim.plan.Plan;
import io.synod.sim.time.MemberClock;
import io.synod.sim.world.Guests;
import io.synod.sim.world.Level;
import io.synod.sim.world.SimMember;
import io.synod.sim.world.World;

/** Runs clusters of whole members of which every step is fixed by a seed. */
public final class MemberSimulation {

  /** Whole members: journal, recovery, snapshots and store, on disks of bytes and sectors. */
  public static final Level LEVEL =
      new Level() {
        @Override
        public SimMember member(int index, World world, MemberClock clock) {
          return new WholeMember(index, world, clock);
        }

        @Override
        public Language language(Plan plan) {
          return new EtcdLanguage(plan.get(Knob.KEPT));
        }

        @Override
        public Guests guests(World world, Chance chance) {
          return StoreClients.of(
              world,
              chance,
              ((EtcdLanguage) world.language).model(),
              index -> ((WholeMember) world.member(index)).reception());
        }
      };

  private MemberSimulation() {}

  /** Runs a seed. */
  public static Outcome run(long seed) {
    return run(Plan.of(seed), 0);
  }

  /**
   * Runs a plan; the same plan gives the same outcome.
   *
   * @param plan what to run
   * @param lines how many of the last things that happened to keep; none make it much faster
   */
  public static Outcome run(Plan plan, int lines) {
    return Simulation.run(plan, lines, LEVEL);
  }
}
