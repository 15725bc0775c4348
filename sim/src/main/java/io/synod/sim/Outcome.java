package io.synod.sim;

import io.synod.sim.plan.Plan;
import io.synod.sim.trace.Trace;
import java.util.List;
import java.util.Optional;

/**
 * What came of one run.
 *
 * @param plan what was run
 * @param accusation what is wrong, if a checker found something
 * @param micros simulated microseconds
 * @param events how many events there were
 * @param hash equal for runs in which the same happened
 * @param figures what was reached on the way
 * @param lines the last things that happened, if they were asked for
 */
public record Outcome(
    Plan plan,
    Optional<Accusation> accusation,
    long micros,
    long events,
    long hash,
    Figures figures,
    List<Trace.Line> lines) {

  /**
   * What a checker found.
   *
   * @param checker the name of the rule that was broken
   * @param sentence what is wrong
   */
  public record Accusation(String checker, String sentence) {}

  /**
   * What was reached on the way.
   *
   * @param slots how many slots were chosen
   * @param answers how many calls were answered
   * @param leaders how often the leader changed
   * @param snapshots how many snapshots were fetched
   * @param undecided whether the history was too entangled to be decided about
   */
  public record Figures(
      long slots, long answers, long leaders, long snapshots, boolean undecided) {}

  /** Whether no checker found anything. */
  public boolean isClean() {
    return accusation.isEmpty();
  }
}
