package io.synod.store.map;

/**
 * A walk over entries in ascending order of their keys, standing before the first one at the start.
 * Belongs to one thread, and to nobody after {@link #close}.
 */
public interface Cursor extends AutoCloseable {

  /**
   * Steps to the next entry.
   *
   * @return false if there is none
   */
  boolean next();

  /** The key of the entry that it stands on; the caller's to keep, not to write to. */
  byte[] key();

  /** The value of the entry that it stands on; the caller's to keep, not to write to. */
  byte[] value();

  @Override
  void close();
}
