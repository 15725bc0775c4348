package io.synod.store.mvcc;

import com.google.protobuf.ByteString;
import io.synod.store.lease.LeaseRun;
import io.synod.store.map.Batch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events that are not committed yet, on top of what is. Each request stands between {@link #begin}
 * and either {@link #end} or {@link #undo}, and sees what it has done so far. Belongs to one
 * thread.
 */
public final class Run extends Keys {
  private final Supplier<Keys> committed;
  private final LeaseRun leases;
  private final List<Entry> events = new ArrayList<>();
  private final Map<HashedKey, Entry> newest = new HashMap<>();
  // The same in the order of the keys, once somebody has asked for an order.
  private @Nullable NavigableMap<ByteString, Entry> ordered;
  private Keys base;
  private long begun;
  private long compacted;
  private int changes;

  Run(Supplier<Keys> committed, LeaseRun leases) {
    this.committed = committed;
    this.leases = leases;
    this.base = committed.get();
    this.begun = base.revision();
    this.compacted = base.compacted();
  }

  /** A request begins. */
  public void begin() {
    changes = 0;
  }

  /** The request is done. */
  public void end() {
    begun = revision();
    changes = 0;
  }

  /** The request is not done after all: its events are taken back. */
  public void undo() {
    for (; changes > 0; changes--) {
      Entry event = events.removeLast();
      Revision previous = event.read().previous();
      int place = previous == null ? -1 : place(previous);
      if (place >= 0) {
        remember(events.get(place));
      } else {
        newest.remove(new HashedKey(event.key()));
        if (ordered != null) {
          ordered.remove(event.key());
        }
      }
    }
  }

  /** The newest revision with what the request under way has done. */
  @Override
  public long revision() {
    return changes > 0 ? begun + 1 : begun;
  }

  @Override
  public long compacted() {
    return compacted;
  }

  /** The history is compacted up to a revision, which is newer than that of the last time. */
  public void compact(long revision) {
    compacted = revision;
  }

  /** How many events the request under way has made. */
  public int changes() {
    return changes;
  }

  @Override
  public Revision seen() {
    return changes > 0 ? new Revision(begun + 1, changes - 1) : super.seen();
  }

  /** Puts a key. */
  public void put(ByteString key, ByteString value, long lease) {
    Entry before = newest(key);
    Entry alive = before == null || before.deleted() ? null : before;
    leases.move(key, before == null ? 0 : before.lease(), lease);
    Revision mod = next();
    long create = alive == null ? mod.main() : alive.create();
    long version = alive == null ? 1 : alive.version() + 1;
    Entry.Body body = new Entry.Body(value, before == null ? null : before.mod());
    add(Entry.whole(key, mod, create, version, lease, false, body));
  }

  /**
   * Deletes a key.
   *
   * @param before its newest event
   */
  public void delete(Entry before) {
    leases.move(before.key(), before.lease(), 0);
    add(
        Entry.whole(
            before.key(), next(), 0, 0, 0, true, new Entry.Body(ByteString.EMPTY, before.mod())));
  }

  /** The leases, with what has become of them. */
  public LeaseRun leases() {
    return leases;
  }

  /** What lives of the keys of a lease, in the order of the keys. */
  public List<Entry> attached(long lease) {
    NavigableMap<ByteString, Entry> found = new TreeMap<>(order());
    leases.visitKeys(
        lease,
        key -> {
          Entry entry = newest(key);
          if (entry != null && entry.lease() == lease) {
            found.put(key, entry);
          }
        });
    return List.copyOf(found.values());
  }

  /** Writes what has become of the leases. */
  void writeLeases(Batch batch) {
    leases.write(batch, key -> lease(base.newest(key)), key -> lease(newest(key)));
  }

  private static long lease(@Nullable Entry entry) {
    return entry == null ? 0 : entry.lease();
  }

  private Revision next() {
    return new Revision(begun + 1, changes);
  }

  private void add(Entry event) {
    events.add(event);
    changes++;
    remember(event);
  }

  private void remember(Entry event) {
    newest.put(new HashedKey(event.key()), event);
    if (ordered != null) {
      ordered.put(event.key(), event);
    }
  }

  /** All events in the order of their revisions. */
  public List<Entry> events() {
    return events;
  }

  /** The last event of each key. */
  Collection<Entry> newest() {
    return newest.values();
  }

  /** Everything is committed: the run starts again from there. */
  void committed() {
    events.clear();
    newest.clear();
    ordered = null;
    leases.committed();
    base = committed.get();
  }

  @Override
  public @Nullable Entry newest(ByteString key) {
    Entry own = newest.get(new HashedKey(key));
    return own != null ? own : base.newest(key);
  }

  @Override
  public @Nullable Entry event(ByteString key, Revision mod) {
    int place = place(mod);
    return place >= 0 ? events.get(place) : base.event(key, mod);
  }

  @Override
  @Nullable Entry event(Revision mod) {
    int place = place(mod);
    return place >= 0 ? events.get(place) : base.event(mod);
  }

  private int place(Revision mod) {
    if (events.isEmpty() || mod.compareTo(events.getFirst().mod()) < 0) {
      return -1;
    }
    int low = 0;
    int high = events.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = events.get(middle).mod().compareTo(mod);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  @Override
  void scan(ByteString from, @Nullable ByteString end, Predicate<Entry> visitor) {
    Merge merge = new Merge(own(from, end), visitor);
    base.scan(from, end, merge::step);
    merge.rest();
  }

  private Iterator<Entry> own(ByteString from, @Nullable ByteString end) {
    if (newest.isEmpty() || (end != null && order().compare(from, end) >= 0)) {
      return Collections.emptyIterator();
    }
    NavigableMap<ByteString, Entry> all = ordered;
    if (all == null) {
      all = new TreeMap<>(order());
      for (Entry entry : newest.values()) {
        all.put(entry.key(), entry);
      }
      ordered = all;
    }
    return (end == null ? all.tailMap(from, true) : all.subMap(from, true, end, false))
        .values()
        .iterator();
  }

  private static java.util.Comparator<ByteString> order() {
    return ByteString.unsignedLexicographicalComparator();
  }

  /**
   * Weaves the run's own entries into a scan of the committed ones; where both have a key, its own
   * counts.
   */
  private static final class Merge {
    private final Iterator<Entry> own;
    private final Predicate<Entry> visitor;
    private @Nullable Entry ahead;
    private boolean wanted = true;

    Merge(Iterator<Entry> own, Predicate<Entry> visitor) {
      this.own = own;
      this.visitor = visitor;
      this.ahead = own.hasNext() ? own.next() : null;
    }

    boolean step(Entry committed) {
      while (wanted && ahead != null && order().compare(ahead.key(), committed.key()) < 0) {
        wanted = visitor.test(advance(ahead));
      }
      if (!wanted) {
        return false;
      }
      boolean replaced = ahead != null && ahead.key().equals(committed.key());
      wanted = visitor.test(replaced && ahead != null ? advance(ahead) : committed);
      return wanted;
    }

    void rest() {
      while (wanted && ahead != null) {
        wanted = visitor.test(advance(ahead));
      }
    }

    private Entry advance(Entry taken) {
      ahead = own.hasNext() ? own.next() : null;
      return taken;
    }
  }
}
