package io.synod.sim.broken;

import io.synod.sim.Outcome;
import io.synod.sim.Simulation;
import java.util.function.LongFunction;

/**
 * Runs a seed within whatever classes it was loaded with: what is wrong, as the checker's name, a
 * line break, and its sentence; or nothing, which is empty.
 */
public final class BrokenRun implements LongFunction<String> {

  /** A run. */
  public BrokenRun() {}

  @Override
  public String apply(long seed) {
    Outcome outcome = Simulation.run(seed);
    return outcome.accusation().map(found -> found.checker() + "\n" + found.sentence()).orElse("");
  }
}
