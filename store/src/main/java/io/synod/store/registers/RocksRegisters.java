package io.synod.store.registers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.core.Bytes;
import io.synod.node.disk.Disk;
import io.synod.node.registers.RegisterStore;
import io.synod.store.rocks.RocksSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Registers in a RocksDB database without a log of its own, off the heap: the journal is its log. A
 * member that has none has no database either.
 */
public final class RocksRegisters implements RegisterStore {

  private static final long MEBIBYTE = 1 << 20;
  private static final long BLOCK_CACHE = 8 * MEBIBYTE;
  private static final long WRITE_BUFFER = 8 * MEBIBYTE;
  private static final int OPEN_FILES = 128;
  private static final String DATABASE = "db";

  private final Path directory;
  private volatile @Nullable Database database;

  private RocksRegisters(Path directory) {
    this.directory = directory;
  }

  /** Opens the store in a directory; see {@link RegisterStore.Opener#open}. */
  public static RocksRegisters open(Disk room) throws IOException {
    RocksRegisters registers = new RocksRegisters(Path.of(room.name(), DATABASE));
    if (room.directories().contains(DATABASE)) {
      registers.database = new Database(registers.directory);
    }
    return registers;
  }

  @Override
  public @Nullable Bytes get(String name) throws IOException {
    Database open = database;
    if (open == null) {
      return null;
    }
    try {
      byte[] state = open.db.get(name.getBytes(UTF_8));
      return state == null ? null : Bytes.wrap(state);
    } catch (RocksDBException e) {
      throw broken("read", e);
    }
  }

  @Override
  public void put(List<Entry> entries) throws IOException {
    Database open = database;
    if (open == null) {
      open = new Database(directory);
      database = open;
    }
    try (WriteBatch batch = new WriteBatch()) {
      for (Entry entry : entries) {
        batch.put(entry.name().getBytes(UTF_8), entry.state().array());
      }
      open.db.write(open.writes, batch);
    } catch (RocksDBException e) {
      throw broken("write", e);
    }
  }

  @Override
  public void flush() throws IOException {
    Database open = database;
    if (open == null) {
      return;
    }
    try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
      open.db.flush(wait);
    } catch (RocksDBException e) {
      throw broken("write", e);
    }
  }

  @Override
  public List<Entry> list(String after, int most) throws IOException {
    List<Entry> found = new ArrayList<>();
    Database open = database;
    if (open == null) {
      return found;
    }
    byte[] from = after.getBytes(UTF_8);
    try (RocksIterator entries = open.db.newIterator()) {
      long bytes = 0;
      for (entries.seek(from);
          entries.isValid() && found.size() < most && bytes < MEBIBYTE;
          entries.next()) {
        if (!Arrays.equals(entries.key(), from)) {
          found.add(new Entry(new String(entries.key(), UTF_8), Bytes.wrap(entries.value())));
          bytes += found.getLast().state().length();
        }
      }
      entries.status();
    } catch (RocksDBException e) {
      throw broken("read", e);
    }
    return found;
  }

  private IOException broken(String verb, RocksDBException e) {
    return new IOException(
        "cannot " + verb + " the registers in " + directory + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    Database open = database;
    if (open != null) {
      open.close();
    }
  }

  /** The database with what it was opened with. */
  private static final class Database implements AutoCloseable {

    static {
      RocksDB.loadLibrary();
    }

    private final Cache cache = new LRUCache(BLOCK_CACHE, 1);
    private final BloomFilter filter = new BloomFilter(10);
    private final Options options;
    private final WriteOptions writes = new WriteOptions().setDisableWAL(true);
    private final RocksDB db;

    Database(Path directory) throws IOException {
      options =
          RocksSettings.modest(new Options(), OPEN_FILES)
              .setWriteBufferSize(WRITE_BUFFER)
              .setMaxWriteBufferNumber(2)
              .setCompressionType(CompressionType.LZ4_COMPRESSION)
              // A register that nobody has heard of is looked for in vain.
              .setMemtablePrefixBloomSizeRatio(0.05)
              .setMemtableWholeKeyFiltering(true)
              .setTableFormatConfig(RocksSettings.table(cache).setFilterPolicy(filter));
      try {
        db = RocksDB.open(options, directory.toString());
      } catch (RocksDBException e) {
        closeOptions();
        throw new IOException(
            "cannot open the registers in "
                + directory
                + ": "
                + e.getMessage()
                + "; if another process has them open, stop that one",
            e);
      }
    }

    private void closeOptions() {
      options.close();
      writes.close();
      filter.close();
      cache.close();
    }

    @Override
    public void close() {
      db.close();
      closeOptions();
    }
  }
}
