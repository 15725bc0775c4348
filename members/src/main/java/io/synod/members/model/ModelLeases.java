package io.synod.members.model;

import io.synod.store.wire.LeaseTick;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Leases and their time, by what docs/decisions/0009-leases.md says. */
final class ModelLeases {

  private static final long MOST_PER_TICK = 500;
  private static final long IN_ADDITION = 1_000;

  /** A lease; its end is in milliseconds of the leases' own clock. */
  record Lease(long id, long ttl, long end) {}

  private final NavigableMap<Long, Lease> leases = new TreeMap<>();
  private long millis;
  private long round;
  private long member;
  private long number;

  @Nullable Lease get(long id) {
    return leases.get(id);
  }

  void begin(long id, long ttl) {
    leases.put(id, new Lease(id, ttl, millis + 1_000 * ttl + IN_ADDITION));
  }

  void end(long id) {
    leases.remove(id);
  }

  void tick(LeaseTick tick) {
    boolean newer =
        tick.getRound() != round
            ? tick.getRound() > round
            : tick.getMember() != member ? tick.getMember() > member : tick.getNumber() > number;
    if (newer) {
      round = tick.getRound();
      member = tick.getMember();
      number = tick.getNumber();
      millis += Math.max(0, Math.min(MOST_PER_TICK, tick.getElapsedMillis()));
    }
  }

  /** The lease whose time has been over for longest; null if there is none. */
  @Nullable Lease due() {
    Lease first = null;
    for (Lease lease : leases.values()) {
      if (lease.end() <= millis && (first == null || lease.end() < first.end())) {
        first = lease;
      }
    }
    return first;
  }

  /** The most that is left of any lease, in milliseconds; 0 if there is none. */
  long left() {
    long most = 0;
    for (Lease lease : leases.values()) {
      most = Math.max(most, lease.end() - millis);
    }
    return most;
  }

  boolean isEmpty() {
    return leases.isEmpty();
  }

  /** A sum over all leases and how far time has come. */
  long sum() {
    long sum = millis;
    for (Lease lease : leases.values()) {
      sum += StoreModel.sum(lease.id(), lease.ttl(), lease.end());
    }
    return sum;
  }
}
