package io.synod.store.mvcc;

import java.util.function.BooleanSupplier;

/**
 * How far a reader goes before it gives up. What it has read by then is worth nothing. Belongs to
 * one reader.
 */
public final class Effort {
  /** What may be done between other work: some hundred microseconds. */
  private static final int GLANCE = 256;

  private static final int BYTES_LIKE_A_STEP = 1 << 10;
  private static final int STEPS_BETWEEN_LOOKS = 1 << 10;

  private final long most;
  private final BooleanSupplier stop;
  private long steps;
  private long nextLook = STEPS_BETWEEN_LOOKS;
  private boolean over;

  private Effort(long most, BooleanSupplier stop) {
    this.most = most;
    this.stop = stop;
  }

  /** So little that a thread which has other things to do may do it. */
  public static Effort glance() {
    return new Effort(GLANCE, () -> false);
  }

  /**
   * Whatever it takes.
   *
   * @param stop whether nobody wants the result any more; asked now and then
   */
  public static Effort until(BooleanSupplier stop) {
    return new Effort(Long.MAX_VALUE, stop);
  }

  /** Whatever it takes, to the end. */
  public static Effort whole() {
    return until(() -> false);
  }

  /** Whether the reader may take one more step. */
  boolean step() {
    steps++;
    if (steps > most) {
      over = true;
    } else if (steps >= nextLook) {
      nextLook = steps + STEPS_BETWEEN_LOOKS;
      over = over || stop.getAsBoolean();
    }
    return !over;
  }

  /** So many bytes were read. */
  void read(int bytes) {
    steps += bytes / BYTES_LIKE_A_STEP;
    if (steps > most) {
      over = true;
    }
  }

  /** Whether the reader gave up. */
  public boolean isOver() {
    return over;
  }
}
