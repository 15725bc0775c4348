package io.synod.sim;

import io.synod.sim.plan.Knob;
import io.synod.sim.plan.Plan;
import io.synod.sim.shrink.Shrinker;
import io.synod.sim.trace.SpaceTime;

/** Says what a checker found, for a person who wants to see it happen. */
public final class Report {

  private static final int COLUMN = 30;

  private Report() {}

  /**
   * The whole story of a failing run, made small first.
   *
   * @param failing an outcome with an accusation
   * @param lines how many of the last things that happened to show
   * @param shrinkRuns how many runs it may take to make it small; 0 to show it as it is
   */
  public static String of(Outcome failing, int lines, int shrinkRuns) {
    Plan plan =
        shrinkRuns == 0
            ? failing.plan()
            : new Shrinker(candidate -> Simulation.run(candidate, 0), shrinkRuns).shrink(failing);
    Outcome shown = Simulation.run(plan, lines);
    Outcome.Accusation accusation = shown.accusation().or(failing::accusation).orElseThrow();
    return SpaceTime.draw(shown.lines(), plan.get(Knob.MEMBERS), COLUMN)
        + "\n"
        + plan
        + "\n"
        + accusation.checker()
        + ": "
        + accusation.sentence()
        + "\nReplay it with: "
        + command(plan)
        + "\n";
  }

  /** The command that runs a plan again. */
  public static String command(Plan plan) {
    String changes = plan.changes();
    return "./synod sim --replay " + plan.seed() + (changes.isEmpty() ? "" : " --with " + changes);
  }
}
