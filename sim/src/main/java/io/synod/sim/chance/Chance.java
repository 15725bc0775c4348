package io.synod.sim.chance;

import java.util.List;

/** A stream of random numbers that its seed fixes: SplitMix64, in whole numbers only. */
public final class Chance {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int TAIL_DOUBLINGS = 7;

  private long state;

  /** The stream of a seed. */
  public Chance(long seed) {
    this.state = mix(seed + GOLDEN);
  }

  /** A stream of its own, so that what one part draws does not shift what another draws. */
  public Chance fork() {
    return new Chance(next());
  }

  /** 64 random bits. */
  public long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** Scrambles 64 bits so that near inputs give far outputs. */
  public static long mix(long bits) {
    long z = bits;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A number from 0 to less than {@code bound}, which is at least 1. */
  public int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** A number from {@code least} to {@code most}, both included. */
  public int between(int least, int most) {
    return least + below(most - least + 1);
  }

  /** True in so many of a thousand cases. */
  public boolean permille(int share) {
    return share > 0 && below(1000) < share;
  }

  /** True in one case of so many. */
  public boolean oneIn(int cases) {
    return below(cases) == 0;
  }

  /** One of these. */
  public <T> T of(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** About {@code typical}, seldom many times as much, at most some hundred times. */
  public long heavyTailed(long typical) {
    long value = typical / 2 + below((int) Math.min(Integer.MAX_VALUE - 1, typical) + 1);
    for (int i = 0; i < TAIL_DOUBLINGS && below(4) == 0; i++) {
      value *= 2;
    }
    return value;
  }
}
