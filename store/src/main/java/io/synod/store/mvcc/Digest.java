package io.synod.store.mvcc;

import io.synod.store.map.Cursor;
import io.synod.store.map.Family;
import io.synod.store.map.OrderedMap;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A hash of what can be read: the events after the compacted revision, and what lives at it. It
 * does not tell how much of the rest has been removed by now. The sum of the hashes of the events,
 * because they are found in no order.
 *
 * <p>The reader holds the compacted revision.
 */
final class Digest {
  private final OrderedMap map;
  private final Keys keys;
  private final long compacted;
  private final long upTo;
  private long sum;

  /**
   * A hash of the events of some revisions.
   *
   * @param keys see the last revision, or more
   * @param compacted the revision that counts as compacted
   * @param upTo the last revision
   */
  Digest(OrderedMap map, Keys keys, long compacted, long upTo) {
    this.map = map;
    this.keys = keys;
    this.compacted = compacted;
    this.upTo = upTo;
  }

  int value() {
    addLater();
    if (compacted > 0) {
      keys.visitNewest(this::addUntouched);
    }
    return (int) (sum ^ (sum >>> 32));
  }

  /** The events after the compacted revision, and what they superseded that lived then. */
  private void addLater() {
    byte[] from = Layout.historyKey(new Revision(Math.max(0, compacted + 1), 0));
    byte[] end = Layout.historyKey(new Revision(upTo + 1, 0));
    try (Cursor cursor = map.scan(Family.HISTORY, from, end)) {
      while (cursor.next()) {
        Entry event = Layout.event(Layout.revision(cursor.key()), cursor.value());
        add(event);
        Revision previous = event.read().previous();
        if (previous != null && previous.main() <= compacted) {
          addLiving(keys.event(previous));
        }
      }
    }
  }

  /** What lived then and was not superseded since. */
  private boolean addUntouched(Entry newest) {
    Entry entry = newest;
    while (entry != null && entry.mod().main() > upTo) {
      Revision previous = keys.whole(entry).read().previous();
      entry = previous == null ? null : keys.event(previous);
    }
    if (entry != null && entry.mod().main() <= compacted && !entry.deleted()) {
      add(keys.whole(entry));
    }
    return true;
  }

  private void addLiving(@Nullable Entry entry) {
    if (entry != null && !entry.deleted()) {
      add(entry);
    }
  }

  private void add(Entry event) {
    CRC32C crc = new CRC32C();
    crc.update(
        ByteBuffer.allocate(5 * Long.BYTES)
            .putLong(event.mod().main())
            .putInt(event.mod().sub())
            .putInt(event.deleted() ? 1 : 0)
            .putLong(event.create())
            .putLong(event.version())
            .putLong(event.lease())
            .flip());
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(event.key().size()).flip());
    event.key().asReadOnlyByteBufferList().forEach(crc::update);
    event.read().value().asReadOnlyByteBufferList().forEach(crc::update);
    sum += mix(event.mod().main() << 32 ^ crc.getValue());
  }

  private static long mix(long word) {
    long mixed = (word ^ word >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
