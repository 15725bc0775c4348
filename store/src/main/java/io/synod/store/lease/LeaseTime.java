package io.synod.store.lease;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.store.wire.LeaseTick;

/**
 * How far the time of leases has come.
 *
 * <p>It is not the time of any clock: it passes by ticks in the log, each of which says how much of
 * a leader's time has gone by. A tick may say so late, when a lease has been granted that has not
 * lived through that time; hence {@link #MOST_AHEAD}.
 *
 * @param millis since there were leases
 * @param ballot of the newest tick that counted
 * @param number of that tick
 */
public record LeaseTime(long millis, Ballot ballot, long number) {

  /** The most milliseconds for which one tick counts, whatever it says. */
  public static final long MOST_PER_TICK = 500;

  /**
   * How much of the time that ticks tell after a lease was granted may have gone by before: all of
   * the next tick, and what the one after that counts from before the next was applied. Every lease
   * gets as much in addition.
   */
  public static final long MOST_AHEAD = 2 * MOST_PER_TICK;

  static final LeaseTime BEGIN = new LeaseTime(0, Ballot.NONE, 0);

  /** The time after a tick: the same if it came too late to count. */
  LeaseTime after(LeaseTick tick) {
    Ballot under = new Ballot(tick.getRound(), new MemberId(tick.getMember()));
    int newer = under.compareTo(ballot);
    if (newer < 0 || (newer == 0 && tick.getNumber() <= number)) {
      return this;
    }
    long elapsed = Math.clamp(tick.getElapsedMillis(), 0, MOST_PER_TICK);
    return new LeaseTime(millis + elapsed, under, tick.getNumber());
  }
}
