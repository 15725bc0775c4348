package io.synod.sim.time;

/**
 * What one member's clock shows: it drifts, and somebody may set it. Like the clock that members
 * read, it never goes back: set back, it stands until the time has caught up with it.
 */
public final class MemberClock {

  private final Schedule schedule;
  private final int driftPermille;

  /** What is to be added, in microseconds, for the beginning and for every time it was set. */
  private long offset;

  private long shown;

  /**
   * A clock.
   *
   * @param schedule the true time
   * @param offset microseconds that it is ahead at the beginning
   * @param driftPermille how many thousandths it runs too fast; too slow if negative
   */
  public MemberClock(Schedule schedule, long offset, int driftPermille) {
    this.schedule = schedule;
    this.offset = offset;
    this.driftPermille = driftPermille;
  }

  /** Milliseconds. */
  public long millis() {
    long now = schedule.now();
    shown = Math.max(shown, offset + now + now * driftPermille / 1000);
    return shown / 1000;
  }

  /** Somebody sets the clock, by so many microseconds forward, or back if negative. */
  public void jump(long micros) {
    offset += micros;
  }

  /** For how many microseconds it will stand still, because it was set back. */
  public long stands() {
    long now = schedule.now();
    return Math.max(0, shown - (offset + now + now * driftPermille / 1000));
  }

  /** How many true microseconds pass while this clock counts so many. */
  public long trueMicros(long micros) {
    return micros * 1000 / (1000 + driftPermille);
  }
}
