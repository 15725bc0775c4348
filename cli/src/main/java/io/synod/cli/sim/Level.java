package io.synod.cli.sim;

import io.synod.members.MemberSimulation;
import io.synod.sim.Outcome;
import io.synod.sim.Report;
import io.synod.sim.Simulation;
import io.synod.sim.plan.Plan;
import java.util.List;

/**
 * How much of a member is simulated.
 *
 * @param label its name on the command line
 * @param seeds how many seeds are run if nobody says how many
 * @param simulation what runs a plan
 */
record Level(String label, long seeds, Report.Runs simulation) {

  /** All that there are, the usual one first. */
  static final List<Level> ALL =
      List.of(
          new Level("cores", 1_000, Simulation::run),
          new Level("members", 100, MemberSimulation::run));

  /** Runs a plan. */
  Outcome run(Plan plan, int lines) {
    return simulation.run(plan, lines);
  }
}
