package io.synod.store.map;

/**
 * Writes that happen together or not at all, in the order in which they were put. Belongs to one
 * thread and to the map that made it; stays as it is until {@link #clear}, whether or not it has
 * been written.
 */
public interface Batch extends AutoCloseable {

  /** Adds a write. Both arrays are only read, and not kept. */
  void put(Family family, byte[] key, byte[] value);

  /** Adds the removal of an entry, if there is one. The array is only read, and not kept. */
  void remove(Family family, byte[] key);

  /** Forgets all writes, so that the batch can be used again. */
  void clear();

  @Override
  void close();
}
