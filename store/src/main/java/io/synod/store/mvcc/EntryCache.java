package io.synod.store.mvcc;

import com.google.protobuf.ByteString;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of the keys that were written last, bounded by a number of bytes. One thread
 * puts, any thread gets.
 *
 * <p>There are two generations. When the young one holds half of what is allowed it becomes the old
 * one, and what was the old one is forgotten: no order among entries has to be kept.
 */
final class EntryCache {
  /** What an entry takes on the heap beside its key and value, about. */
  private static final int OVERHEAD = 240;

  private record Generations(
      ConcurrentHashMap<HashedKey, Entry> young, ConcurrentHashMap<HashedKey, Entry> old) {}

  private final long limit;
  private final int largest;
  private volatile Generations generations =
      new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  private long weight;

  /**
   * An empty cache.
   *
   * @param limit how many bytes it may hold
   */
  EntryCache(long limit) {
    this.limit = limit;
    this.largest = (int) Math.min(limit / 64, 16 << 10);
  }

  @Nullable Entry get(ByteString key) {
    Generations both = generations;
    HashedKey hashed = new HashedKey(key);
    Entry entry = both.young.get(hashed);
    return entry != null ? entry : both.old.get(hashed);
  }

  /** Keeps the newest event of a key in place of an older one. */
  void put(Entry entry) {
    Generations both = generations;
    HashedKey key = new HashedKey(entry.key());
    int size = size(entry);
    if (size > largest) {
      // In this order, so that nobody finds an event older than the one in the young generation.
      both.old.remove(key);
      Entry before = both.young.remove(key);
      weight -= before == null ? 0 : size(before);
      return;
    }
    Entry before = both.young.put(key, entry);
    weight += size - (before == null ? 0 : size(before));
    if (weight > limit / 2) {
      generations = new Generations(new ConcurrentHashMap<>(), both.young);
      weight = 0;
    }
  }

  private static int size(Entry entry) {
    return OVERHEAD + entry.key().size() + entry.valueSize();
  }
}
