package io.synod.store.map;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Families of entries, ordered by their keys as unsigned bytes.
 *
 * <p>Reads may come from any thread, at any time before {@link #close}; one thread writes. A read
 * that the disk fails throws {@link java.io.UncheckedIOException}.
 */
public interface OrderedMap extends AutoCloseable {

  /** The value of a key, null if there is none. */
  byte @Nullable [] get(Family family, byte[] key);

  /**
   * Walks over the entries of a family from a key on. Everything written before the call is seen;
   * what is written later may be seen or not, entry by entry.
   *
   * @param from the first key
   * @param end the key to stop before, null for none
   */
  Cursor scan(Family family, byte[] from, byte @Nullable [] end);

  /** A new, empty batch for this map. */
  Batch batch();

  /**
   * Does everything in a batch. Atomic with respect to crashes and to {@link #flush}; a reader may
   * see a part of it, in order. Not durable on return.
   *
   * @throws IOException if nothing of it was done; the same batch may be written again
   */
  void write(Batch batch) throws IOException;

  /**
   * Makes everything written before the call durable. From any thread, while others read and write.
   *
   * @throws IOException if that is not sure; nothing is lost, and it may be called again
   */
  void flush() throws IOException;

  /**
   * Writes what {@link #flush} would make durable to a directory of its own, complete and durable
   * on return.
   *
   * @param directory does not exist yet; its parent does
   */
  void checkpoint(Path directory) throws IOException;

  /**
   * Entries of a range were removed, and may have left room that can be given back: has that done
   * in the background, soon or never, and returns at once. From any thread.
   *
   * @param from the first key that was removed
   * @param last the last one
   */
  void reclaim(Family family, byte[] from, byte[] last);

  /** The bytes that the map takes up, in memory and on disk. From any thread. */
  long sizeBytes();

  /** An estimate of those of them that hold entries which still count. From any thread. */
  long sizeInUse();

  /** Releases everything. What was not flushed is lost. No method is called afterwards. */
  @Override
  void close();
}
