package io.synod.store.lease;

/**
 * What keys are attached to that shall go when nobody needs them any more.
 *
 * @param id not 0
 * @param ttl how long it lasts once granted or renewed, in seconds
 * @param deadline when it ends, in milliseconds of {@link LeaseTime}
 */
public record Lease(long id, long ttl, long deadline) {

  /** A lease that begins now. */
  static Lease from(LeaseTime now, long id, long ttl) {
    return new Lease(id, ttl, now.millis() + ttl * 1_000 + LeaseTime.MOST_AHEAD);
  }

  /** How many milliseconds are left, at least, while less than one tick is on its way. */
  public long remaining(LeaseTime now) {
    return Math.clamp(deadline - LeaseTime.MOST_AHEAD - now.millis(), 0, ttl * 1_000);
  }
}
