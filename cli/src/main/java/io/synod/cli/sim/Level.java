package io.synod.cli.sim;

import io.synod.members.MemberSimulation;
import io.synod.members.broken.MemberTable;
import io.synod.sim.Outcome;
import io.synod.sim.Report;
import io.synod.sim.Simulation;
import io.synod.sim.broken.BrokenRules;
import io.synod.sim.broken.Mistake;
import io.synod.sim.broken.Table;
import io.synod.sim.plan.Plan;
import java.util.List;
import java.util.function.Function;

/**
 * How much of a member is simulated.
 *
 * @param label its name on the command line
 * @param seeds how many seeds are run if nobody says how many
 * @param simulation what runs a plan
 * @param mistakes in which ways it can be broken
 * @param breaking breaks it, and runs seeds until a checker notices
 */
record Level(
    String label,
    long seeds,
    Report.Runs simulation,
    List<Mistake> mistakes,
    Function<Mistake, BrokenRules.Catch> breaking) {

  /** All that there are, the usual one first. */
  static final List<Level> ALL =
      List.of(
          new Level(
              "cores", 1_000, Simulation::run, Table.all(), mistake -> BrokenRules.run(mistake, 1)),
          new Level(
              "members",
              100,
              MemberSimulation::run,
              MemberTable.all(),
              mistake -> BrokenRules.run(MemberTable.workshop(), mistake, 1)));

  /** A level that has no broken rules of its own. */
  Level(String label, long seeds, Report.Runs simulation) {
    this(label, seeds, simulation, List.of(), mistake -> new BrokenRules.Catch(mistake, 0, "", ""));
  }

  /** Runs a plan. */
  Outcome run(Plan plan, int lines) {
    return simulation.run(plan, lines);
  }
}
