package io.synod.sim.page;

import io.synod.sim.Simulation;

/** A program that runs a few seeds, here and as JavaScript. */
final class SomeSeeds {

  private static final int SEEDS = 4;

  private SomeSeeds() {}

  static String hashes() {
    StringBuilder text = new StringBuilder();
    for (long seed = 1; seed <= SEEDS; seed++) {
      text.append(Long.toHexString(Simulation.run(seed).hash())).append(' ');
    }
    return text.toString().strip();
  }

  /** Prints their hashes. */
  public static void main(String[] arguments) {
    System.out.println(hashes());
  }
}
