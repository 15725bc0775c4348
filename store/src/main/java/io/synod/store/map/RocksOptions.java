package io.synod.store.map;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.store.rocks.RocksSettings;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.Env;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;

/** How the database is set up: memory bounded and small, families flushed as one. */
final class RocksOptions implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;
  private static final long BLOCK_CACHE = 32 * MEBIBYTE;
  private static final long WRITE_BUFFER = 16 * MEBIBYTE;
  // Few shards: a block larger than a shard would be read again for every get.
  private static final int CACHE_SHARD_BITS = 2;
  private static final int OPEN_FILES = 512;

  private final Cache cache = new LRUCache(BLOCK_CACHE, CACHE_SHARD_BITS);
  private final BloomFilter filter = new BloomFilter(10);
  private final Pace pace = new Pace();
  private final DBOptions db;
  private final List<ColumnFamilyDescriptor> families = new ArrayList<>();

  RocksOptions() {
    db =
        RocksSettings.modest(new DBOptions(), OPEN_FILES)
            .setCreateMissingColumnFamilies(true)
            .setAtomicFlush(true)
            .setRateLimiter(pace.limiter())
            .setEnv(Env.getDefault());
    families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, small()));
    for (Family family : Family.values()) {
      families.add(
          new ColumnFamilyDescriptor(
              family.label().getBytes(UTF_8),
              switch (family) {
                case KEYS -> keys();
                case HISTORY -> history();
                case META -> small();
                // Renewals are many; as few flushes as the other families have will do.
                case LEASES -> small().setWriteBufferSize(WRITE_BUFFER);
              }));
    }
  }

  DBOptions db() {
    return db;
  }

  /** At which the database merges its files. */
  Pace pace() {
    return pace;
  }

  /** The default family, which stays empty, then ours in the order of their declaration. */
  List<ColumnFamilyDescriptor> families() {
    return families;
  }

  private BlockBasedTableConfig table() {
    return RocksSettings.table(cache).setBlockSize(4096);
  }

  private ColumnFamilyOptions keys() {
    return new ColumnFamilyOptions()
        .setWriteBufferSize(WRITE_BUFFER)
        .setMaxWriteBufferNumber(2)
        .setCompressionType(CompressionType.NO_COMPRESSION)
        // A put of a new key asks for it in vain first: the filters answer that without a search.
        .setMemtablePrefixBloomSizeRatio(0.05)
        .setMemtableWholeKeyFiltering(true)
        .setTableFormatConfig(
            table()
                .setFilterPolicy(filter)
                .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash));
  }

  private ColumnFamilyOptions history() {
    return new ColumnFamilyOptions()
        .setWriteBufferSize(WRITE_BUFFER)
        .setMaxWriteBufferNumber(2)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        // While compaction removes old events, new files reach from those to the newest ones, and
        // a merge rewrites all between: seldom is cheaper.
        .setLevel0FileNumCompactionTrigger(8)
        .setTableFormatConfig(table());
  }

  private ColumnFamilyOptions small() {
    return new ColumnFamilyOptions()
        .setWriteBufferSize(4 * MEBIBYTE)
        .setMaxWriteBufferNumber(2)
        .setTableFormatConfig(table());
  }

  @Override
  public void close() {
    db.close();
    for (ColumnFamilyDescriptor family : families) {
      family.getOptions().close();
    }
    filter.close();
    cache.close();
    pace.close();
  }
}
