package io.synod.store.lease;

import com.google.protobuf.ByteString;
import io.synod.store.map.Cursor;
import io.synod.store.map.Family;
import io.synod.store.map.OrderedMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All leases, as committed: they are held in memory, their keys are not. One thread commits; any
 * thread reads.
 */
public final class Leases {
  private static final Comparator<Lease> ORDER =
      Comparator.comparingLong(Lease::deadline).thenComparingLong(Lease::id);

  private final OrderedMap map;
  private final LeaseTable all = new LeaseTable(); // locked by itself
  private volatile LeaseTime time;

  private Leases(OrderedMap map, LeaseTime time) {
    this.map = map;
    this.time = time;
  }

  /** Reads the leases in a map. */
  public static Leases in(OrderedMap map) {
    byte[] time = map.get(Family.LEASES, LeaseLayout.TIME);
    Leases leases = new Leases(map, time == null ? LeaseTime.BEGIN : LeaseLayout.time(time));
    try (Cursor cursor =
        map.scan(Family.LEASES, LeaseLayout.firstLease(), LeaseLayout.afterLeases())) {
      while (cursor.next()) {
        Lease lease = LeaseLayout.lease(cursor.key(), cursor.value());
        leases.all.put(lease.id(), lease.ttl(), lease.deadline());
      }
    }
    return leases;
  }

  /** Changes to come, on top of what is committed. */
  public LeaseRun run() {
    return new LeaseRun(this);
  }

  /** How far time has come. */
  public LeaseTime time() {
    return time;
  }

  /** Whether there is no lease at all. */
  public boolean isEmpty() {
    synchronized (all) {
      return all.size() == 0;
    }
  }

  /** The lease of that id, null if there is none. */
  public @Nullable Lease get(long id) {
    synchronized (all) {
      return all.get(id);
    }
  }

  /** All leases; those that end first come first. */
  public List<Lease> inOrder() {
    List<Lease> leases = new ArrayList<>();
    forEach(leases::add);
    leases.sort(ORDER);
    return leases;
  }

  void forEach(Consumer<Lease> visitor) {
    synchronized (all) {
      all.forEach(visitor);
    }
  }

  /** The keys of a lease in their order; it may have got or lost some of them just now. */
  public List<ByteString> keys(long lease) {
    List<ByteString> keys = new ArrayList<>();
    byte[] from = LeaseLayout.key(lease, ByteString.EMPTY);
    try (Cursor cursor = map.scan(Family.LEASES, from, LeaseLayout.afterKeys(lease))) {
      while (cursor.next()) {
        keys.add(LeaseLayout.key(cursor.key()));
      }
    }
    return keys;
  }

  /**
   * Takes what a run has written.
   *
   * @param changed ids of leases that are new or others than before, or are no more
   * @param now the leases that there are
   */
  void commit(Collection<Long> changed, LeaseTable now, LeaseTime reached) {
    synchronized (all) {
      for (long id : changed) {
        Lease lease = now.get(id);
        if (lease == null) {
          all.remove(id);
        } else {
          all.put(id, lease.ttl(), lease.deadline());
        }
      }
    }
    time = reached;
  }
}
