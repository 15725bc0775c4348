package io.synod.store.lease;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Leases by their ids and by their ends, in columns of numbers: a hundred thousand of them are a
 * few objects, and renewing one makes none, so that the collector has nothing to do with them.
 * Belongs to one thread.
 */
final class LeaseTable {
  private static final int LEAST = 16;

  /** No lease has this id: the slot is free. */
  private static final long NONE = 0;

  // A slot is where a lease is: the first free one from where its id belongs.
  private long[] ids = new long[LEAST];
  private long[] ttls = new long[LEAST];
  private long[] deadlines = new long[LEAST];
  private int[] places = new int[LEAST];

  // A heap of slots; at the first place is the lease that ends first.
  private int[] heap = new int[LEAST];
  private int size;

  /** Nobody who chooses ids may know where they belong. */
  private final long seed = ThreadLocalRandom.current().nextLong();

  LeaseTable() {}

  int size() {
    return size;
  }

  /** The lease of that id, null if there is none. */
  @Nullable Lease get(long id) {
    int slot = slot(id);
    return ids[slot] == NONE ? null : at(slot);
  }

  /** The lease that ends first, of those that end at the same time the least id; null if none. */
  @Nullable Lease first() {
    return size == 0 ? null : at(heap[0]);
  }

  /** Visits all, in no order. */
  void forEach(Consumer<Lease> visitor) {
    for (int place = 0; place < size; place++) {
      visitor.accept(at(heap[place]));
    }
  }

  private Lease at(int slot) {
    return new Lease(ids[slot], ttls[slot], deadlines[slot]);
  }

  /** Adds a lease, or changes the one of that id. */
  void put(long id, long ttl, long deadline) {
    int slot = slot(id);
    if (ids[slot] == NONE) {
      if (4 * (size + 1) > 3 * ids.length) {
        resize(Math.multiplyExact(2, ids.length));
        slot = slot(id);
      }
      ids[slot] = id;
      places[slot] = size;
      heap[size++] = slot;
    }
    ttls[slot] = ttl;
    deadlines[slot] = deadline;
    restore(places[slot]);
  }

  /** Removes a lease if it is there. */
  void remove(long id) {
    int slot = slot(id);
    if (ids[slot] == NONE) {
      return;
    }
    int place = places[slot];
    size--;
    if (place != size) {
      set(place, heap[size]);
      restore(place);
    }
    free(slot);
    if (ids.length > LEAST && 8 * size < ids.length) {
      resize(ids.length / 2);
    }
  }

  /** Makes a slot free, and moves those that follow it to where they would be without it. */
  private void free(int slot) {
    int mask = ids.length - 1;
    int hole = slot;
    for (int next = (hole + 1) & mask; ids[next] != NONE; next = (next + 1) & mask) {
      int home = home(ids[next]);
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        ids[hole] = ids[next];
        ttls[hole] = ttls[next];
        deadlines[hole] = deadlines[next];
        set(places[next], hole);
        hole = next;
      }
    }
    ids[hole] = NONE;
  }

  private void resize(int slots) {
    long[] oldIds = ids;
    long[] oldTtls = ttls;
    long[] oldDeadlines = deadlines;
    ids = new long[slots];
    ttls = new long[slots];
    deadlines = new long[slots];
    places = new int[slots];
    heap = Arrays.copyOf(heap, slots);
    for (int place = 0; place < size; place++) {
      int old = heap[place];
      int slot = slot(oldIds[old]);
      ids[slot] = oldIds[old];
      ttls[slot] = oldTtls[old];
      deadlines[slot] = oldDeadlines[old];
      set(place, slot);
    }
  }

  /** Where an id is, or would be. */
  private int slot(long id) {
    int mask = ids.length - 1;
    int slot = home(id);
    while (ids[slot] != NONE && ids[slot] != id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** MurmurHash3's last step, which spreads every bit over all others. */
  private int home(long id) {
    long mixed = id ^ seed;
    mixed = (mixed ^ mixed >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return (int) (mixed ^ mixed >>> 33) & (ids.length - 1);
  }

  private void set(int place, int slot) {
    heap[place] = slot;
    places[slot] = place;
  }

  /** Puts the heap in order again, but for one place. */
  private void restore(int changed) {
    int slot = heap[changed];
    int place = changed;
    while (place > 0 && endsBefore(slot, heap[(place - 1) / 2])) {
      set(place, heap[(place - 1) / 2]);
      place = (place - 1) / 2;
    }
    while (firstBelow(place) < size && endsBefore(heap[firstBelow(place)], slot)) {
      int below = firstBelow(place);
      set(place, heap[below]);
      place = below;
    }
    set(place, slot);
  }

  /** Of the two places below one, that of the lease that ends first; size or more if none. */
  private int firstBelow(int place) {
    int left = 2 * place + 1;
    return left + 1 < size && endsBefore(heap[left + 1], heap[left]) ? left + 1 : left;
  }

  private boolean endsBefore(int slot, int other) {
    return deadlines[slot] != deadlines[other]
        ? deadlines[slot] < deadlines[other]
        : ids[slot] < ids[other];
  }
}
