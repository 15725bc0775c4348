package io.synod.sim.broken;

import java.util.Optional;
import java.util.function.LongFunction;

/** Puts mistakes into the protocol, one at a time, and sees whether the checkers notice. */
public final class BrokenRules {

  private BrokenRules() {}

  /**
   * What came of a mistake.
   *
   * @param mistake the mistake
   * @param seeds how many seeds were run; the last one caught it, if any did
   * @param checker the checker that accused; empty if none did
   * @param sentence what it said; empty if none did
   */
  public record Catch(Mistake mistake, long seeds, String checker, String sentence) {

    /** Whether the mistake was noticed. */
    public boolean isCaught() {
      return !checker.isEmpty();
    }
  }

  /**
   * Runs seeds until a checker accuses the broken protocol, or the mistake's budget is used up.
   *
   * @param mistake what to break
   * @param first the first seed
   * @throws IllegalStateException if the code that the mistake breaks is not there any more
   */
  public static Catch run(Mistake mistake, long first) {
    return run(Workshop.cores(), mistake, first);
  }

  /** The same elsewhere than at the level of cores. */
  public static Catch run(Workshop workshop, Mistake mistake, long first) {
    BrokenLoader loader = new BrokenLoader(workshop, mistake.redirects());
    LongFunction<?> run = instance(loader, workshop);
    for (long seeds = 1; seeds <= mistake.budget(); seeds++) {
      String found = String.valueOf(run.apply(first + seeds - 1));
      if (!found.isEmpty()) {
        requireUsed(mistake, loader);
        int line = found.indexOf('\n');
        return new Catch(mistake, seeds, found.substring(0, line), found.substring(line + 1));
      }
    }
    requireUsed(mistake, loader);
    return new Catch(mistake, mistake.budget(), "", "");
  }

  private static void requireUsed(Mistake mistake, BrokenLoader loader) {
    Optional<Redirect> unused = loader.unused();
    if (unused.isPresent()) {
      throw new IllegalStateException(
          "The mistake " + mistake.name() + " has lost its place: " + unused.get() + ".");
    }
  }

  private static LongFunction<?> instance(BrokenLoader loader, Workshop workshop) {
    try {
      Class<?> type = loader.loadClass(workshop.run().getName());
      return (LongFunction<?>) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The broken classes could not be loaded: " + e, e);
    }
  }
}
