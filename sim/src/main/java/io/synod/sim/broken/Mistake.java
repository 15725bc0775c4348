package io.synod.sim.broken;

import java.util.List;

/**
 * A mistake that people make, and where it is put.
 *
 * @param name its name, for the command line
 * @param sentence what is done wrong
 * @param budget within how many seeds it has to be caught
 * @param redirects how the classes are broken
 */
public record Mistake(String name, String sentence, int budget, List<Redirect> redirects) {

  /** Copies the list. */
  public Mistake {
    redirects = List.copyOf(redirects);
  }
}
