package io.synod.store.lease;

import com.google.protobuf.ByteString;
import io.synod.store.map.Batch;
import io.synod.store.map.Family;
import io.synod.store.wire.LeaseTick;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Leases with what has become of them and is not committed yet. Belongs to one thread.
 *
 * <p>Which keys a lease has follows from the keys' newest events, so a request that is undone needs
 * nothing undone here: what is kept is only where to look.
 */
public final class LeaseRun {
  private final Leases committed;

  /** All that there are, with the changes. */
  private final LeaseTable all = new LeaseTable();

  private final Set<Long> changed = new HashSet<>();

  /** Keys that may have come to a lease or left one. */
  private final NavigableSet<ByteString> moved =
      new TreeSet<>(ByteString.unsignedLexicographicalComparator());

  /** Keys that may have come to a lease, by the lease. */
  private final Map<Long, List<ByteString>> attached = new HashMap<>();

  private LeaseTime time;

  LeaseRun(Leases committed) {
    this.committed = committed;
    this.time = committed.time();
    committed.forEach(lease -> all.put(lease.id(), lease.ttl(), lease.deadline()));
  }

  /** The lease of that id, null if there is none. */
  public @Nullable Lease get(long id) {
    return all.get(id);
  }

  /**
   * Grants a lease.
   *
   * @param id of none that there is
   * @param ttl in seconds
   */
  public void grant(long id, long ttl) {
    put(Lease.from(time, id, ttl));
  }

  /** Lets a lease begin again; answers its time to live in seconds, 0 if there is none. */
  public long renew(long id) {
    Lease lease = get(id);
    if (lease == null) {
      return 0;
    }
    put(Lease.from(time, id, lease.ttl()));
    return lease.ttl();
  }

  private void put(Lease lease) {
    changed.add(lease.id());
    all.put(lease.id(), lease.ttl(), lease.deadline());
  }

  /** Ends a lease. What becomes of its keys is the caller's business. */
  public void end(Lease lease) {
    changed.add(lease.id());
    all.remove(lease.id());
  }

  /** Lets time pass. */
  public void tick(LeaseTick tick) {
    time = time.after(tick);
  }

  /** The lease whose time has been over for longest; null if there is none. */
  public @Nullable Lease due() {
    Lease first = all.first();
    return first != null && first.deadline() <= time.millis() ? first : null;
  }

  /** A key has left one lease for another, 0 standing for none. */
  public void move(ByteString key, long from, long to) {
    if (from != to) {
      moved.add(key);
      if (to != 0) {
        attached.computeIfAbsent(to, _ -> new ArrayList<>()).add(key);
      }
    }
  }

  /**
   * Visits keys that a lease may have, in no order, some more than once: all that it has are among
   * them.
   */
  public void visitKeys(long lease, Consumer<ByteString> visitor) {
    committed.keys(lease).forEach(visitor);
    attached.getOrDefault(lease, List.of()).forEach(visitor);
  }

  /**
   * Writes what has changed.
   *
   * @param before the lease that a key had at the last commit, 0 for none
   * @param now the lease that it has
   */
  public void write(
      Batch batch, ToLongFunction<ByteString> before, ToLongFunction<ByteString> now) {
    for (ByteString key : moved) {
      long from = before.applyAsLong(key);
      long to = now.applyAsLong(key);
      if (from != to && from != 0) {
        batch.remove(Family.LEASES, LeaseLayout.key(from, key));
      }
      if (from != to && to != 0) {
        batch.put(Family.LEASES, LeaseLayout.key(to, key), LeaseLayout.NOTHING);
      }
    }
    for (long id : changed) {
      Lease lease = all.get(id);
      if (lease == null) {
        batch.remove(Family.LEASES, LeaseLayout.leaseKey(id));
      } else {
        batch.put(Family.LEASES, LeaseLayout.leaseKey(id), LeaseLayout.lease(lease));
      }
    }
    if (!time.equals(committed.time())) {
      batch.put(Family.LEASES, LeaseLayout.TIME, LeaseLayout.time(time));
    }
  }

  /** What was written is committed. */
  public void committed() {
    committed.commit(changed, all, time);
    changed.clear();
    moved.clear();
    attached.clear();
  }
}
