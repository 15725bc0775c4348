package io.synod.store.mvcc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.synod.store.map.Cursor;
import io.synod.store.map.Family;
import io.synod.store.map.OrderedMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is committed, up to one revision. Newer events may turn up in the map and in the cache, and
 * are passed over.
 */
final class CommittedKeys extends Keys {
  private final OrderedMap map;
  private final EntryCache cache;
  private final long revision;
  private final LongSupplier compacted;
  private final Effort effort;

  /**
   * Sees a revision.
   *
   * @param compacted up to where compaction may have taken events by now
   */
  CommittedKeys(
      OrderedMap map, EntryCache cache, long revision, LongSupplier compacted, Effort effort) {
    this.map = map;
    this.cache = cache;
    this.revision = revision;
    this.compacted = compacted;
    this.effort = effort;
  }

  @Override
  public long compacted() {
    return compacted.getAsLong();
  }

  @Override
  boolean goesOn() {
    return effort.step();
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public @Nullable Entry newest(ByteString key) {
    Entry cached = cache.get(key);
    if (cached != null) {
      return cached;
    }
    byte[] state = map.get(Family.KEYS, key.toByteArray());
    return state == null ? null : Layout.state(key, state);
  }

  @Override
  public @Nullable Entry event(ByteString key, Revision mod) {
    Entry cached = cache.get(key);
    return cached != null && cached.mod().equals(mod) ? cached : event(mod);
  }

  @Override
  @Nullable Entry event(Revision mod) {
    byte[] event = map.get(Family.HISTORY, Layout.historyKey(mod));
    if (event == null) {
      if (mod.main() <= compacted.getAsLong()) {
        return null;
      }
      throw new IllegalStateException(
          "the store's history lacks revision "
              + mod.main()
              + "."
              + mod.sub()
              + "; the store is damaged: let the member start with an empty data directory");
    }
    effort.read(event.length);
    return Layout.event(mod, event);
  }

  @Override
  void scan(ByteString from, @Nullable ByteString end, Predicate<Entry> visitor) {
    try (Cursor cursor =
        map.scan(Family.KEYS, from.toByteArray(), end == null ? null : end.toByteArray())) {
      while (goesOn()
          && cursor.next()
          && visitor.test(
              Layout.state(UnsafeByteOperations.unsafeWrap(cursor.key()), cursor.value()))) {
        // The visitor did what was to be done.
      }
    }
  }
}
