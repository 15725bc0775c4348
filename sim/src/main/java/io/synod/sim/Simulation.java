package io.synod.sim;

import io.synod.sim.check.Finding;
import io.synod.sim.plan.Plan;
import io.synod.sim.trace.Trace;
import io.synod.sim.world.Level;
import io.synod.sim.world.World;
import java.util.Optional;

/** Runs clusters of which every step is fixed by a seed. */
public final class Simulation {

  private Simulation() {}

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
    return run(plan, lines, Level.cores());
  }

  /** The same with members of some level. */
  public static Outcome run(Plan plan, int lines, Level level) {
    Trace trace = new Trace(lines);
    World world = new World(plan, trace, level);
    Optional<Outcome.Accusation> accusation = Optional.empty();
    try {
      world.run();
    } catch (Finding finding) {
      accusation = Optional.of(new Outcome.Accusation(finding.checker(), finding.sentence()));
    } catch (IllegalStateException broken) {
      accusation =
          Optional.of(
              new Outcome.Accusation("the core's invariants", String.valueOf(broken.getMessage())));
    } catch (RuntimeException broken) {
      accusation = Optional.of(new Outcome.Accusation("no exceptions", broken.toString()));
    }
    return new Outcome(
        plan,
        accusation,
        world.micros(),
        world.events(),
        trace.hash(),
        new Outcome.Figures(
            world.chosen(),
            world.clients().answers(),
            world.leaders(),
            world.snapshots(),
            world.clients().isUndecided()),
        trace.lines());
  }
}
