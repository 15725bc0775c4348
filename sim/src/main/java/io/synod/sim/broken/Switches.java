package io.synod.sim.broken;

/** Which mistakes are made by classes that were woven with switches; by default none. */
public final class Switches {

  private static boolean[] off = {};

  private Switches() {}

  /** From now on the mistakes of these numbers are made, and no others. */
  public static void set(boolean[] mistakes) {
    off = mistakes.clone();
  }

  /** Whether a mistake is to be made; woven code asks. */
  public static boolean isOn(int mistake) {
    return mistake < off.length && off[mistake];
  }
}
