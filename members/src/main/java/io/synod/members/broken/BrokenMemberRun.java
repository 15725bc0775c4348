package io.synod.members.broken;

import io.synod.members.MemberSimulation;
import io.synod.sim.Outcome;
import java.util.function.LongFunction;

/** Runs a seed of whole members within whatever classes it was loaded with. */
public final class BrokenMemberRun implements LongFunction<String> {

  /** A run. */
  public BrokenMemberRun() {}

  @Override
  public String apply(long seed) {
    Outcome outcome = MemberSimulation.run(seed);
    return outcome.accusation().map(found -> found.checker() + "\n" + found.sentence()).orElse("");
  }
}
