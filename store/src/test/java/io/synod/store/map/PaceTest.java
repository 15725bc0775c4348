package io.synod.store.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** When a database may merge its files as fast as it can. */
final class PaceTest {
  @TempDir private Path directory;
  private final Pace pace = new Pace();
  private final Options options = new Options();
  private RocksDB db;

  @BeforeEach
  void open() throws RocksDBException {
    options.setCreateIfMissing(true).setDisableAutoCompactions(true);
    db = RocksDB.open(options, directory.toString());
  }

  @AfterEach
  void close() {
    db.close();
    options.close();
    pace.close();
  }

  private void look() throws RocksDBException {
    for (int i = 0; i < Pace.WRITES_BETWEEN_LOOKS; i++) {
      pace.written(db, List.of(db.getDefaultColumnFamily()));
    }
  }

  private void addFile() throws RocksDBException {
    db.put(new byte[] {1}, new byte[] {2});
    try (FlushOptions wait = new FlushOptions()) {
      db.flush(wait);
    }
  }

  private long bytesPerSecond() {
    return pace.limiter().getBytesPerSecond();
  }

  @Test
  void aDatabaseWithManyFilesToMergeHurriesUntilTheyAreMerged() throws RocksDBException {
    for (int i = 0; i < Pace.MANY_FILES; i++) {
      addFile();
    }
    look();
    assertThat(bytesPerSecond()).isEqualTo(Pace.CALM_BYTES);

    addFile();
    look();
    assertThat(bytesPerSecond()).isEqualTo(Pace.HURRIED_BYTES);

    db.compactRange();
    look();
    assertThat(bytesPerSecond()).isEqualTo(Pace.CALM_BYTES);
  }
}
