package io.synod.store;

import static io.synod.store.Driver.pairs;
import static io.synod.store.Driver.putOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.Bytes;
import io.synod.store.map.Batch;
import io.synod.store.map.Family;
import io.synod.store.map.MapHome;
import io.synod.store.map.OrderedMap;
import io.synod.store.map.RocksHome;
import io.synod.store.request.Commands;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;

final class DurabilityTest {
  @TempDir Path directory;

  private static Bytes note(String text) {
    return Bytes.wrap(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @EnumSource
  void aCrashLeavesTheLastFlushAndReplayGivesTheSameState(Form form) throws Exception {
    MapHome home = form.home(directory);
    KvHash before;
    try (Driver driver = new Driver(home)) {
      driver.put("a", "1");
      driver.put("b", "2");
      assertThat(driver.store.flush()).isEqualTo(2);
      driver.put("a", "3");
      driver.delete("b");
      before = driver.store.reader().hashKv(0);
      assertThat(driver.store.durableSlot()).isEqualTo(2);
    }
    try (Driver driver = new Driver(home)) {
      assertThat(driver.slot()).isEqualTo(2);
      assertThat(driver.store.revision()).isEqualTo(3);
      assertThat(pairs(driver.all().getKvsList())).containsExactly("a=1", "b=2");

      driver.put("a", "3");
      driver.delete("b");

      assertThat(driver.store.reader().hashKv(0)).isEqualTo(before);
      assertThat(driver.slot()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void notesAreThoseOfTheStateThatACrashLeft(Form form) throws Exception {
    MapHome home = form.home(directory);
    try (Driver driver = new Driver(home)) {
      assertThat(driver.store.notes()).isEmpty();
      driver.store.commit(1, Map.of("x", note("1"), "y", note("1")));
      driver.store.commit(2, Map.of("x", note("2")));
      driver.store.flush();
      driver.store.commit(3, Map.of("x", note("3")));
      assertThat(driver.store.notes()).isEqualTo(Map.of("x", note("3"), "y", note("1")));
    }
    try (Driver driver = new Driver(home)) {
      assertThat(driver.store.notes()).isEqualTo(Map.of("x", note("2"), "y", note("1")));
      assertThat(driver.store.durableSlot()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSnapshotRestoredElsewhereIsTheSameStateAndSurvivesACrash(Form form) throws Exception {
    Path snapshot = directory.resolve("snapshot");
    KvHash hash;
    try (Driver driver = new Driver(form.home(Files.createDirectory(directory.resolve("one"))))) {
      driver.put("a", "1");
      driver.put("a", "2");
      driver.store.commit(3, Map.of("x", note("1")));
      driver.store.checkpoint(snapshot);
      hash = driver.store.reader().hashKv(0);
      driver.put("a", "later");
    }
    MapHome home = form.home(Files.createDirectory(directory.resolve("two")));
    try (Driver driver = new Driver(home)) {
      driver.put("other", "state");
      driver.store.flush();
      driver.put("a", "cached");

      driver.store.restore(snapshot);

      assertThat(driver.store.reader().hashKv(0)).isEqualTo(hash);
      assertThat(driver.store.durableSlot()).isEqualTo(3);
      assertThat(driver.store.notes()).isEqualTo(Map.of("x", note("1")));
      assertThat(pairs(driver.all().getKvsList())).containsExactly("a=2");
    }
    try (Driver driver = new Driver(home)) {
      assertThat(driver.store.reader().hashKv(0)).isEqualTo(hash);
      assertThat(driver.slot()).isEqualTo(3);
      driver.put("a", "3");
      assertThat(driver.get("a").getKvs(0).getVersion()).isEqualTo(3);
    }
  }

  @Test
  void aCrashBeforeTheSnapshotTookOverLeavesTheOldState() throws IOException {
    Path snapshot = directory.resolve("snapshot");
    try (Driver driver = new Driver(new RocksHome(directory.resolve("one")))) {
      driver.put("new", "state");
      driver.store.checkpoint(snapshot);
    }
    RocksHome home = new RocksHome(directory.resolve("two"));
    try (Driver driver = new Driver(home)) {
      driver.put("old", "state");
      driver.store.flush();
      home.stage(snapshot).close();
    }
    try (Driver driver = new Driver(new RocksHome(directory.resolve("two")))) {
      assertThat(pairs(driver.all().getKvsList())).containsExactly("old=state");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSnapshotOfANewerVersionIsRefusedAndTheOldStateKept(Form form) throws Exception {
    Path snapshot = directory.resolve("snapshot");
    MapHome other = form.home(Files.createDirectory(directory.resolve("one")));
    try (OrderedMap map = other.open();
        Batch batch = map.batch()) {
      batch.put(Family.META, "format".getBytes(UTF_8), ByteBuffer.allocate(8).putLong(3).array());
      map.write(batch);
      map.checkpoint(snapshot);
    }
    try (Driver driver = new Driver(form.home(Files.createDirectory(directory.resolve("two"))))) {
      driver.put("old", "state");

      assertThatThrownBy(() -> driver.store.restore(snapshot))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "the store has format 3, written by a newer version of Synod, and this version reads"
                  + " up to 2; start the newer version");

      driver.put("still", "works");
      assertThat(pairs(driver.all().getKvsList())).containsExactly("old=state", "still=works");
    }
  }

  @Test
  void aCommitThatTheDiskRefusedCanBeMadeAgain() throws IOException {
    FailingHome home = new FailingHome();
    try (Driver driver = new Driver(home)) {
      driver.put("a", "1");
      driver.store.apply(Commands.encode(putOf("a", "2")), false);
      home.full = true;

      assertThatThrownBy(() -> driver.store.commit(2, Map.of("x", note("1"))))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(driver.store::flush).isInstanceOf(IOException.class);
      assertThat(pairs(driver.all().getKvsList())).containsExactly("a=1");
      assertThat(driver.store.durableSlot()).isZero();

      home.full = false;
      driver.store.commit(2, Map.of("x", note("1")));
      assertThat(driver.store.flush()).isEqualTo(2);
      assertThat(pairs(driver.all().getKvsList())).containsExactly("a=2");
      assertThat(driver.store.revision()).isEqualTo(3);
    }
    try (Driver driver = new Driver(home)) {
      assertThat(pairs(driver.all().getKvsList())).containsExactly("a=2");
    }
  }

  @Test
  void aStoreFromBeforeThereWereLeasesOpens() throws Exception {
    Path home = Files.createDirectory(directory.resolve("one"));
    RocksDB.loadLibrary();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (DBOptions options =
            new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
        RocksDB _ =
            RocksDB.open(
                options,
                home.resolve("state-1").toString(),
                Stream.of("default", "keys", "history", "meta")
                    .map(name -> new ColumnFamilyDescriptor(name.getBytes(UTF_8)))
                    .toList(),
                handles)) {
      handles.forEach(ColumnFamilyHandle::close);
    }
    Files.writeString(home.resolve("current"), "1");
    try (Driver driver = new Driver(new RocksHome(home))) {
      driver.grant(1, 10);
      driver.put(putOf("a", "1", 1));
      driver.store.flush();
    }
    try (Driver driver = new Driver(new RocksHome(home))) {
      assertThat(driver.store.leases().inOrder()).hasSize(1);
    }
  }

  @Test
  void aStoreThatAnotherProcessHasOpenIsRefused() throws IOException {
    try (Driver first = new Driver(new RocksHome(directory.resolve("one")))) {
      first.put("a", "1");
      assertThatThrownBy(() -> EtcdStore.open(directory.resolve("one")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("if another process has it open, stop that one");
    }
  }
}
