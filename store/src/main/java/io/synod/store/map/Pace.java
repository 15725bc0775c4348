package io.synod.store.map;

import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RateLimiter;
import org.rocksdb.RateLimiterMode;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * How fast a database rewrites its files in the background: slowly, since whoever waits for an
 * answer needs the processors and the disk more, unless somebody waits for that very work, or it
 * falls so far behind that writes would soon have to wait for it.
 */
final class Pace implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;

  /** What is read and written in a second while nothing is urgent. */
  static final long CALM_BYTES = 12 * MEBIBYTE;

  /** As much as there is. */
  static final long HURRIED_BYTES = 1024 * MEBIBYTE;

  /** So short that what may be done at once takes no processor for long. */
  private static final long REFILL_MICROS = 20_000;

  /** Two thirds of what the database itself holds writes up for. */
  static final int MANY_FILES = 14;

  /** A flush has not ended, and the next one will soon be due. */
  private static final long FULL_BYTES = RocksOptions.WRITE_BUFFER * 3 / 2;

  static final int WRITES_BETWEEN_LOOKS = 64;

  private final RateLimiter limiter;

  /** The writing thread's own. */
  private int writes;

  private boolean behind;
  private int waiting;

  Pace() {
    RocksDB.loadLibrary();
    limiter =
        new RateLimiter(
            CALM_BYTES, REFILL_MICROS, RateLimiter.DEFAULT_FAIRNESS, RateLimiterMode.ALL_IO, false);
  }

  /** What the database asks before it reads or writes a file in the background. */
  RateLimiter limiter() {
    return limiter;
  }

  /** Something was written: looks now and then how the database keeps up. One thread. */
  void written(RocksDB db, List<ColumnFamilyHandle> families) throws RocksDBException {
    writes++;
    if (writes == WRITES_BETWEEN_LOOKS) {
      writes = 0;
      setBehind(isBehind(db, families));
    }
  }

  private synchronized void setBehind(boolean is) {
    if (behind != is) {
      behind = is;
      set();
    }
  }

  /** Somebody begins to wait for what is done in the background. Any thread. */
  synchronized void hurry() {
    waiting++;
    set();
  }

  /** Who began to wait has what was waited for. Any thread. */
  synchronized void calm() {
    waiting--;
    set();
  }

  private void set() {
    limiter.setBytesPerSecond(behind || waiting > 0 ? HURRIED_BYTES : CALM_BYTES);
  }

  private static boolean isBehind(RocksDB db, List<ColumnFamilyHandle> families)
      throws RocksDBException {
    for (ColumnFamilyHandle family : families) {
      if (db.getLongProperty(family, "rocksdb.cur-size-all-mem-tables") > FULL_BYTES
          || Integer.parseInt(db.getProperty(family, "rocksdb.num-files-at-level0")) > MANY_FILES) {
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
