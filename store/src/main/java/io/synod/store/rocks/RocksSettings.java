package io.synod.store.rocks;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.DBOptionsInterface;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.MutableDBOptionsInterface;

/** Settings for a database that one thread writes, with little memory, beside others. */
public final class RocksSettings {

  private static final long MEBIBYTE = 1 << 20;

  private RocksSettings() {}

  /**
   * Sets what concerns the database as a whole.
   *
   * @param openFiles how many files it may keep open
   */
  public static <T extends DBOptionsInterface<T> & MutableDBOptionsInterface<T>> T modest(
      T options, int openFiles) {
    options.setMaxBackgroundJobs(2).setMaxOpenFiles(openFiles).setBytesPerSync(MEBIBYTE);
    options.setStatsDumpPeriodSec(0);
    return options
        .setCreateIfMissing(true)
        .setAvoidFlushDuringShutdown(true)
        .setAllowConcurrentMemtableWrite(false)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(MEBIBYTE)
        .setKeepLogFileNum(2);
  }

  /** A format of files of which only what is read has to be in memory: indexes and filters too. */
  public static BlockBasedTableConfig table(Cache cache) {
    return new BlockBasedTableConfig()
        .setBlockCache(cache)
        .setCacheIndexAndFilterBlocks(true)
        .setCacheIndexAndFilterBlocksWithHighPriority(true)
        .setPinL0FilterAndIndexBlocksInCache(true)
        // An index of a large file is itself read in small blocks.
        .setIndexType(IndexType.kTwoLevelIndexSearch)
        .setPartitionFilters(true)
        .setPinTopLevelIndexAndFilter(true)
        .setFormatVersion(5);
  }
}
