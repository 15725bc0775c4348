package io.synod.sim;

import io.synod.sim.plan.Knob;
import io.synod.sim.plan.Plan;
import io.synod.sim.shrink.Shrinker;
import io.synod.sim.trace.SpaceTime;
import io.synod.sim.trace.Trace;
import java.util.List;

/**
 * Says what a checker found, for a person who wants to see it happen.
 *
 * @param text the whole story: the trace, the plan, the accusation and how to replay it
 * @param replay the command that replays it
 */
public record Report(String text, String replay) {

  private static final int COLUMN = 30;

  /** What runs a plan, and keeps the last so many lines of what happened. */
  @FunctionalInterface
  public interface Runs {

    /** Runs it; the same plan gives the same outcome. */
    Outcome run(Plan plan, int lines);
  }

  /**
   * The story of a failing run, made small first.
   *
   * @param failing an outcome with an accusation
   * @param lines how many of the last things that happened to show
   * @param shrinkRuns how many runs it may take to make it small; 0 to show it as it is
   * @param simulation what runs it again
   * @param command the command that runs this simulation
   */
  public static Report of(
      Outcome failing, int lines, int shrinkRuns, Runs simulation, String command) {
    Plan plan =
        shrinkRuns == 0
            ? failing.plan()
            : new Shrinker(candidate -> simulation.run(candidate, 0), shrinkRuns).shrink(failing);
    Outcome shown = simulation.run(plan, lines);
    Outcome.Accusation accusation = shown.accusation().or(failing::accusation).orElseThrow();
    String replay = command + replay(plan);
    return new Report(
        draw(shown.lines(), plan)
            + "\n"
            + plan
            + "\n"
            + accusation.checker()
            + ": "
            + accusation.sentence()
            + "\nReplay it with: "
            + replay
            + "\n",
        replay);
  }

  /** What happened, with a column for each member. */
  public static String draw(List<Trace.Line> lines, Plan plan) {
    return SpaceTime.draw(lines, plan.get(Knob.MEMBERS), COLUMN);
  }

  private static String replay(Plan plan) {
    String changes = plan.changes();
    return " --replay " + plan.seed() + (changes.isEmpty() ? "" : " --with " + changes);
  }
}
