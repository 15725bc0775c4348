package io.synod.store.mvcc;

import io.synod.store.map.Family;
import io.synod.store.map.OrderedMap;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where something was removed whose room has not been given back, and about how much. To give it
 * back means to write again what lies between, so it is done for much at a time, or when somebody
 * needs the room.
 */
final class Reclaim {
  private static final long WORTHWHILE = 1 << 20;
  private static final int PART_OF_ALL = 4;

  /** From the first to the last key that was removed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Stretch(byte[] from, byte[] last) {
    Stretch with(byte[] key) {
      return new Stretch(
          Arrays.compareUnsigned(key, from) < 0 ? key : from,
          Arrays.compareUnsigned(key, last) > 0 ? key : last);
    }
  }

  private final OrderedMap map;
  private final Map<Family, Stretch> removed = new EnumMap<>(Family.class);
  private long bytes;

  Reclaim(OrderedMap map) {
    this.map = map;
  }

  /** An event is removed. */
  void event(byte[] key, int size) {
    remove(Family.HISTORY, key, size);
  }

  /** A key is removed. */
  void key(byte[] key, int size) {
    remove(Family.KEYS, key, size);
  }

  private synchronized void remove(Family family, byte[] key, int size) {
    bytes += key.length + size;
    removed.merge(family, new Stretch(key, key), (stretch, one) -> stretch.with(one.from()));
  }

  /** What was removed is written; gives back the room if that is a great part of all. */
  void written() {
    if (isMuch()) {
      all();
    }
  }

  private synchronized boolean isMuch() {
    return bytes > WORTHWHILE && bytes > map.sizeBytes() / PART_OF_ALL;
  }

  /** Gives back all room that there is. */
  synchronized void all() {
    removed.forEach((family, stretch) -> map.reclaim(family, stretch.from(), stretch.last()));
    removed.clear();
    bytes = 0;
  }
}
