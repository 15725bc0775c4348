package io.synod.store.map;

import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RateLimiter;
import org.rocksdb.RateLimiterMode;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * How fast a database merges its files: slowly, since whoever waits for an answer needs the
 * processors and the disk more, unless it falls so far behind that writes would soon have to wait
 * for it. Belongs to the thread that writes.
 *
 * <p>Only what a merge reads is counted. What is flushed from memory never waits: a write that
 * found no memory would, and there would be nobody to see that.
 */
final class Pace implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;

  /** What is read in a second while nothing is urgent. */
  static final long CALM_BYTES = 12 * MEBIBYTE;

  /** As much as there is. */
  static final long HURRIED_BYTES = 1024 * MEBIBYTE;

  /** So short that what may be read at once takes no processor for long. */
  private static final long REFILL_MICROS = 20_000;

  /** Two thirds of what the database itself holds writes up for. */
  static final int MANY_FILES = 14;

  static final int WRITES_BETWEEN_LOOKS = 64;

  private final RateLimiter limiter;
  private int writes;
  private boolean behind;

  Pace() {
    RocksDB.loadLibrary();
    limiter =
        new RateLimiter(
            CALM_BYTES,
            REFILL_MICROS,
            RateLimiter.DEFAULT_FAIRNESS,
            RateLimiterMode.READS_ONLY,
            false);
  }

  /** What the database asks before it reads a file in order to merge it. */
  RateLimiter limiter() {
    return limiter;
  }

  /** Something was written: looks now and then how the database keeps up. */
  void written(RocksDB db, List<ColumnFamilyHandle> families) throws RocksDBException {
    writes++;
    if (writes < WRITES_BETWEEN_LOOKS) {
      return;
    }
    writes = 0;
    boolean is = isBehind(db, families);
    if (behind != is) {
      behind = is;
      limiter.setBytesPerSecond(is ? HURRIED_BYTES : CALM_BYTES);
    }
  }

  private static boolean isBehind(RocksDB db, List<ColumnFamilyHandle> families)
      throws RocksDBException {
    for (ColumnFamilyHandle family : families) {
      if (Integer.parseInt(db.getProperty(family, "rocksdb.num-files-at-level0")) > MANY_FILES) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    limiter.close();
  }
}
