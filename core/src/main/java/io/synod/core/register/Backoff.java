package io.synod.core.register;

/**
 * How long to wait before the next attempt, so that a duel ends: at random, up to a limit that
 * doubles each time. Fed with the random bits of the ticks.
 */
final class Backoff {

  private static final int MOST_DOUBLINGS = 8;

  private final long unit;
  private final long longest;
  private long seed;

  /**
   * With no random bits yet.
   *
   * @param unit the limit of the first delay, in milliseconds
   * @param longest the limit of any delay
   */
  Backoff(long unit, long longest) {
    this.unit = unit;
    this.longest = longest;
  }

  /** Takes in fresh random bits. */
  void feed(long random) {
    seed ^= random;
  }

  /** How many milliseconds to wait after so many rounds, from 0 on. */
  long draw(int rounds) {
    long limit = Math.min(longest, unit << Math.min(rounds, MOST_DOUBLINGS));
    seed += 0x9e3779b97f4a7c15L;
    long bits = seed;
    bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
    bits ^= bits >>> 31;
    return (bits >>> 1) % (limit + 1);
  }
}
