package io.synod.store.map;

import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a database give back the room of what was removed, which it would do by itself, but not soon:
 * one range after the other, on a thread that there is only as long as it has something to do.
 */
final class Reclaimer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Reclaimer.class);
  private static final int MOST_WAITING = 16;
  private static final int IDLE_SECONDS = 5;

  private final RocksDB db;
  // Not exclusive: the database goes on with what it does by itself.
  private final CompactRangeOptions options =
      new CompactRangeOptions().setExclusiveManualCompaction(false);
  private final ThreadPoolExecutor thread;

  Reclaimer(RocksDB db) {
    this.db = db;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> Thread.ofPlatform().daemon().name("synod-reclaim").unstarted(task),
            new ThreadPoolExecutor.DiscardPolicy());
    thread.allowCoreThreadTimeOut(true);
  }

  /** Has the room of a range given back; of none if too many ranges wait. */
  void reclaim(ColumnFamilyHandle family, byte[] from, byte[] last) {
    byte[] end = Arrays.copyOf(last, last.length + 1);
    thread.execute(() -> compact(family, from, end));
  }

  private void compact(ColumnFamilyHandle family, byte[] from, byte[] end) {
    try {
      db.compactRange(family, from, end, options);
    } catch (RocksDBException failed) {
      log.debug("Room was not given back now: {}", failed.getMessage());
    }
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    var _ = options.setCanceled(true);
    var _ = thread.shutdownNow();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    options.close();
  }
}
