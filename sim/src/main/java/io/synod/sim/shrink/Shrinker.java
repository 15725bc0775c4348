package io.synod.sim.shrink;

import io.synod.sim.Outcome;
import io.synod.sim.plan.Knob;
import io.synod.sim.plan.Plan;
import java.util.function.Function;

/**
 * Looks for a smaller plan of the same seed that is accused by the same checker: shorter, with
 * fewer members, clients and faults.
 */
public final class Shrinker {

  private final Function<Plan, Outcome> simulation;
  private final int runs;
  private int done;

  /**
   * A shrinker.
   *
   * @param simulation runs a plan
   * @param runs how many runs it may take
   */
  public Shrinker(Function<Plan, Outcome> simulation, int runs) {
    this.simulation = simulation;
    this.runs = runs;
  }

  /**
   * Makes a failing run smaller.
   *
   * @param failing an outcome with an accusation
   * @return a plan that fails as well, perhaps the same
   */
  public Plan shrink(Outcome failing) {
    String checker = failing.accusation().orElseThrow().checker();
    Plan best = failing.plan();
    int ended = (int) (failing.micros() / 1000) + 1;
    if (ended < best.get(Knob.STORM)) {
      Plan shorter = best.with(Knob.STORM, ended);
      best = fails(shorter, checker) ? shorter : best;
    }
    boolean smaller = true;
    while (smaller) {
      Plan before = best;
      for (Knob knob : Knob.values()) {
        best = smallest(best, knob, checker);
      }
      smaller = !best.equals(before) && done < runs;
    }
    return best;
  }

  /** The plan with one figure as small as it can be: at its least, or halfway there. */
  private Plan smallest(Plan plan, Knob knob, String checker) {
    int value = plan.get(knob);
    int next = knob.least();
    while (next < value && done < runs) {
      Plan smaller = plan.with(knob, next);
      if (fails(smaller, checker)) {
        return smaller;
      }
      next = next + Math.max(1, (value - next) / 2);
    }
    return plan;
  }

  private boolean fails(Plan plan, String checker) {
    done++;
    Outcome outcome = simulation.apply(plan);
    return outcome.accusation().map(found -> found.checker().equals(checker)).orElse(false);
  }
}
