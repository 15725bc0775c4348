package io.synod.store.mvcc;

import io.synod.store.map.Batch;
import io.synod.store.map.Cursor;
import io.synod.store.map.Family;
import io.synod.store.map.OrderedMap;
import java.io.IOException;

/**
 * Removes what compaction has made unreachable, a slice at a time. It walks over the history once,
 * in order: an event says which event of its key it superseded, and that one goes; a delete goes
 * itself. Nothing has to be looked up but the key of a delete.
 *
 * <p>The events of the compacted revision itself stay, deletes too, because a watch may begin
 * there; they are walked over again with the next compaction.
 *
 * <p>Belongs to the thread that commits, except for {@link #scrubbed} and {@link #reclaim}.
 */
final class Scrubber {
  /** What a delete takes more than other events, since its key is looked up. */
  private static final int WORK_OF_DELETE = 4;

  private final OrderedMap map;
  private final Slice slice;
  private final Batch batch;
  private final Reclaim reclaim;

  /** Everything before it has been walked over; kept in the map. */
  private Revision next;

  /** The compacted revision whose own events are walked over, and from which of them on. */
  private long last = Keys.NEVER_COMPACTED;

  private int tail;

  private volatile long scrubbed = Keys.NEVER_COMPACTED;

  Scrubber(OrderedMap map, Slice slice) {
    this.map = map;
    this.slice = slice;
    this.batch = map.batch();
    this.reclaim = new Reclaim(map);
    byte[] kept = map.get(Family.META, Layout.META_SCRUBBED);
    this.next = kept == null ? new Revision(0, 0) : Layout.revision(kept);
  }

  /** The compacted revision for which nothing is left to do, since the start. Any thread. */
  long scrubbed() {
    return scrubbed;
  }

  /** Gives back the room of what was removed. Any thread. */
  void reclaim() {
    reclaim.all();
  }

  /**
   * Does a little for a compaction.
   *
   * @param compacted its revision
   * @return whether there is more to do
   * @throws IOException if nothing was done
   */
  boolean slice(long compacted) throws IOException {
    if (compacted <= scrubbed) {
      return false;
    }
    if (last != compacted) {
      last = compacted;
      tail = 0;
    }
    if (next.main() < compacted) {
      walk(next, new Revision(compacted, 0), compacted);
    } else if (walk(new Revision(compacted, tail), new Revision(compacted + 1, 0), compacted)) {
      scrubbed = compacted;
      return false;
    }
    return true;
  }

  /** Whether it came to the end. */
  private boolean walk(Revision from, Revision end, long compacted) throws IOException {
    batch.clear();
    Revision at = end;
    int work = 0;
    int bytes = 0;
    try (Cursor cursor =
        map.scan(Family.HISTORY, Layout.historyKey(from), Layout.historyKey(end))) {
      while (cursor.next()) {
        Revision mod = Layout.revision(cursor.key());
        if (work >= slice.events() || bytes >= slice.bytes()) {
          at = mod;
          break;
        }
        byte[] value = cursor.value();
        bytes += value.length;
        work += scrub(Layout.event(mod, value), value.length, compacted);
      }
    }
    if (from.main() < compacted) {
      batch.put(Family.META, Layout.META_SCRUBBED, Layout.historyKey(at));
    }
    map.write(batch);
    batch.clear();
    reclaim.written();
    if (from.main() < compacted) {
      next = at;
    } else {
      tail = at.sub();
    }
    return at.equals(end);
  }

  private int scrub(Entry event, int size, long compacted) {
    Revision previous = event.read().previous();
    if (previous != null && previous.main() < compacted) {
      remove(previous, size);
    }
    if (!event.deleted() || event.mod().main() == compacted) {
      return 1;
    }
    remove(event.mod(), size);
    byte[] key = event.key().toByteArray();
    byte[] newest = map.get(Family.KEYS, key);
    if (newest != null && Layout.state(event.key(), newest).mod().equals(event.mod())) {
      batch.remove(Family.KEYS, key);
      reclaim.key(key, newest.length);
    }
    return WORK_OF_DELETE;
  }

  private void remove(Revision event, int size) {
    byte[] key = Layout.historyKey(event);
    batch.remove(Family.HISTORY, key);
    reclaim.event(key, size);
  }

  void close() {
    batch.close();
  }
}
