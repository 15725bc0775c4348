package io.synod.store.map;

import io.synod.node.disk.RealDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * An ordered map in a RocksDB database without a log of its own: a crash takes it back to its last
 * flush.
 */
final class RocksMap implements OrderedMap {
  private final Path directory;
  private final RocksDB db;
  private final RocksOptions options;
  private final List<ColumnFamilyHandle> handles;
  private final Map<Family, ColumnFamilyHandle> byFamily = new EnumMap<>(Family.class);
  private final ReadOptions reads = new ReadOptions();
  private final Reclaimer reclaimer;
  private final WriteOptions writes = new WriteOptions().setDisableWAL(true);

  private RocksMap(
      Path directory, RocksDB db, RocksOptions options, List<ColumnFamilyHandle> handles) {
    this.directory = directory;
    this.db = db;
    this.options = options;
    this.handles = handles;
    this.reclaimer = new Reclaimer(db);
    Iterator<ColumnFamilyHandle> ours = handles.listIterator(1);
    for (Family family : Family.values()) {
      byFamily.put(family, ours.next());
    }
  }

  static RocksMap open(Path directory) throws IOException {
    RocksDB.loadLibrary();
    RocksOptions options = new RocksOptions();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      RocksDB db = RocksDB.open(options.db(), directory.toString(), options.families(), handles);
      return new RocksMap(directory, db, options, handles);
    } catch (RocksDBException failed) {
      options.close();
      throw new IOException(
          "cannot open the store in "
              + directory
              + ": "
              + failed.getMessage()
              + "; if another process has it open, stop that one",
          failed);
    }
  }

  private ColumnFamilyHandle handle(Family family) {
    ColumnFamilyHandle handle = byFamily.get(family);
    if (handle == null) {
      throw new IllegalStateException("no family " + family);
    }
    return handle;
  }

  @Override
  public byte @Nullable [] get(Family family, byte[] key) {
    try {
      return db.get(handle(family), reads, key);
    } catch (RocksDBException failed) {
      throw unreadable(failed);
    }
  }

  @Override
  public Cursor scan(Family family, byte[] from, byte @Nullable [] end) {
    return new Walk(handle(family), from, end);
  }

  @Override
  public Batch batch() {
    return new Writes();
  }

  @Override
  public void write(Batch batch) throws IOException {
    try {
      db.write(writes, ((Writes) batch).batch);
      options.pace().written(db, handles);
    } catch (RocksDBException failed) {
      throw unwritable(failed);
    }
  }

  @Override
  public void flush() throws IOException {
    try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
      db.flush(wait, handles);
    } catch (RocksDBException failed) {
      throw unwritable(failed);
    }
  }

  @Override
  public void checkpoint(Path target) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.create(db)) {
      checkpoint.createCheckpoint(target.toString());
    } catch (RocksDBException failed) {
      throw new IOException(
          "cannot write a snapshot of the store to " + target + ": " + failed.getMessage(), failed);
    }
    RealDisk.force(target);
    Path parent = target.toAbsolutePath().getParent();
    if (parent != null) {
      RealDisk.force(parent);
    }
  }

  @Override
  public void reclaim(Family family, byte[] from, byte[] last) {
    reclaimer.reclaim(handle(family), from, last);
  }

  @Override
  public long sizeBytes() {
    return property("rocksdb.total-sst-files-size") + property("rocksdb.cur-size-all-mem-tables");
  }

  @Override
  public long sizeInUse() {
    return property("rocksdb.estimate-live-data-size")
        + property("rocksdb.cur-size-all-mem-tables");
  }

  private long property(String name) {
    try {
      long sum = 0;
      for (ColumnFamilyHandle handle : handles) {
        sum += db.getLongProperty(handle, name);
      }
      return sum;
    } catch (RocksDBException failed) {
      throw unreadable(failed);
    }
  }

  @Override
  public void close() {
    reclaimer.close();
    for (ColumnFamilyHandle handle : handles) {
      handle.close();
    }
    db.close();
    reads.close();
    writes.close();
    options.close();
  }

  private UncheckedIOException unreadable(RocksDBException failed) {
    return new UncheckedIOException(
        new IOException(
            "cannot read the store in "
                + directory
                + ": "
                + failed.getMessage()
                + "; check the disk, or let the member start with an empty data directory",
            failed));
  }

  private IOException unwritable(RocksDBException failed) {
    return new IOException(
        "cannot write the store in "
            + directory
            + ": "
            + failed.getMessage()
            + "; free some space on that disk, and nothing is lost",
        failed);
  }

  private static RuntimeException misuse(RocksDBException failed) {
    return new IllegalStateException(failed);
  }

  private final class Writes implements Batch {
    private final WriteBatch batch = new WriteBatch();

    @Override
    public void put(Family family, byte[] key, byte[] value) {
      try {
        batch.put(handle(family), key, value);
      } catch (RocksDBException failed) {
        throw misuse(failed);
      }
    }

    @Override
    public void remove(Family family, byte[] key) {
      try {
        batch.delete(handle(family), key);
      } catch (RocksDBException failed) {
        throw misuse(failed);
      }
    }

    @Override
    public void clear() {
      batch.clear();
    }

    @Override
    public void close() {
      batch.close();
    }
  }

  private final class Walk implements Cursor {
    private final @Nullable Slice bound;
    private final ReadOptions bounded = new ReadOptions();
    private final RocksIterator iterator;
    private final byte[] from;
    private boolean started;

    Walk(ColumnFamilyHandle handle, byte[] from, byte @Nullable [] end) {
      this.from = from;
      bound = end == null ? null : new Slice(end);
      if (bound != null) {
        bounded.setIterateUpperBound(bound);
      }
      iterator = db.newIterator(handle, bounded);
    }

    @Override
    public boolean next() {
      if (started) {
        iterator.next();
      } else {
        iterator.seek(from);
        started = true;
      }
      if (iterator.isValid()) {
        return true;
      }
      try {
        iterator.status();
      } catch (RocksDBException failed) {
        throw unreadable(failed);
      }
      return false;
    }

    @Override
    public byte[] key() {
      return iterator.key();
    }

    @Override
    public byte[] value() {
      return iterator.value();
    }

    @Override
    public void close() {
      iterator.close();
      bounded.close();
      if (bound != null) {
        bound.close();
      }
    }
  }
}
