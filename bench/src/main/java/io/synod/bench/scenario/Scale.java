package io.synod.bench.scenario;

/**
 * How much of everything there is.
 *
 * @param size the part of the full numbers
 * @param time the part of the full times
 */
public record Scale(double size, double time) {
  /** As the figures are wanted. */
  public static final Scale FULL = new Scale(1, 1);

  /** For trying out. */
  public static final Scale QUICK = new Scale(0.05, 0.2);

  /** As much of a number. */
  int of(int full) {
    return (int) Math.max(1, full * size);
  }

  /** As much of a time. */
  double seconds(double full) {
    return full * time;
  }
}
