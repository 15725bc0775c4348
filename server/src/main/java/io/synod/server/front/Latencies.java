package io.synod.server.front;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts how long things took, in steps of a sixteenth of a power of two at most. Any thread may
 * add.
 */
public final class Latencies {

  private static final int STEPS = 16;
  private static final int STEP_BITS = 4;

  /** As many microseconds as half an hour has; what takes longer counts as that. */
  private static final long MOST_MICROS = (1L << 31) - 1;

  private static final int PLACES = STEPS * (32 - STEP_BITS);
  private static final long NANOS_PER_MICRO = 1_000;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(PLACES);

  /** Nothing is counted yet. */
  public Latencies() {}

  void add(long nanos) {
    long micros = Math.clamp(nanos / NANOS_PER_MICRO, 0, MOST_MICROS);
    int _ = counts.incrementAndGet(place(micros));
  }

  private static int place(long micros) {
    if (micros < STEPS) {
      return (int) micros;
    }
    int power = 63 - Long.numberOfLeadingZeros(micros);
    int step = (int) (micros >> (power - STEP_BITS)) & (STEPS - 1);
    return (power - STEP_BITS + 1) * STEPS + step;
  }

  private static long micros(int place) {
    if (place < STEPS) {
      return place;
    }
    int shift = place / STEPS - 1;
    return ((STEPS + place % STEPS + 1L) << shift) - 1;
  }

  /**
   * What has been counted since the last call.
   *
   * @param shares which shares of all are wanted, growing, as 0.5 for the median
   * @return within how many microseconds that share was done; empty if nothing was
   */
  public long[] take(double... shares) {
    int[] taken = new int[PLACES];
    long all = 0;
    for (int i = 0; i < PLACES; i++) {
      taken[i] = counts.get(i) == 0 ? 0 : counts.getAndSet(i, 0);
      all += taken[i];
    }
    if (all == 0) {
      return new long[0];
    }
    long[] micros = new long[shares.length];
    long seen = 0;
    int place = -1;
    for (int i = 0; i < shares.length; i++) {
      long wanted = Math.max(1, (long) Math.ceil(shares[i] * all));
      while (seen < wanted) {
        place++;
        seen += taken[place];
      }
      micros[i] = micros(place);
    }
    return micros;
  }
}
