package io.synod.store;

import static io.synod.store.Driver.op;
import static io.synod.store.Driver.putOf;
import static io.synod.store.Driver.rangeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.synod.store.request.Commands;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.TxnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReadersTest {
  private static final int ROUNDS = 2_000;
  private static final String[] KEYS = {"a", "b", "c", "d"};

  @TempDir Path directory;

  /**
   * Every transaction puts its number under all keys: whatever revision a reader gets, all keys
   * hold the same number.
   */
  private static void apply(EtcdStore store, int number) {
    TxnRequest.Builder txn = TxnRequest.newBuilder();
    for (String key : KEYS) {
      txn.addSuccess(op(putOf(key, String.valueOf(number))));
    }
    store.apply(Commands.encode(txn.build()), false);
  }

  @ParameterizedTest
  @EnumSource
  void readersSeeWholeTransactionsInOrderWhileOthersAreApplied(Form form)
      throws IOException, InterruptedException, ExecutionException {
    try (Driver driver = new Driver(form.home(directory));
        ExecutorService pool = Executors.newFixedThreadPool(3)) {
      AtomicBoolean done = new AtomicBoolean();
      apply(driver.store, 0);
      driver.commit();
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(pool.submit(() -> read(driver, done)));
      }
      Future<Long> flusher = pool.submit(() -> flush(driver, done));
      try {
        for (int round = 1; round <= ROUNDS; round++) {
          apply(driver.store, round);
          if (round % 3 == 0) {
            driver.commit();
          }
        }
      } finally {
        done.set(true);
      }
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
      assertThat(flusher.get()).isPositive();
    }
  }

  private static long flush(Driver driver, AtomicBoolean done) throws IOException {
    long last;
    do {
      last = driver.store.flush();
    } while (!done.get());
    return last;
  }

  private static long read(Driver driver, AtomicBoolean done) {
    long reads = 0;
    long last = 0;
    do {
      RangeResponse all = driver.all();
      long revision = all.getHeader().getRevision();
      assertThat(revision).isGreaterThanOrEqualTo(last);
      last = revision;
      assertWhole(all);
      assertWhole(
          driver.range(rangeOf("\0", "\0").setRevision(2 + reads % (revision - 1)).build()));
      KeyValue one = driver.get("c").getKvs(0);
      assertThat(one.getModRevision()).isEqualTo(Long.parseLong(one.getValue().toStringUtf8()) + 2);
      assertThat(one.getModRevision()).isGreaterThanOrEqualTo(revision);
      reads++;
    } while (!done.get());
    return reads;
  }

  private static void assertWhole(RangeResponse response) {
    assertThat(response.getKvsList()).hasSize(KEYS.length);
    KeyValue first = response.getKvs(0);
    assertThat(response.getKvsList())
        .allMatch(kv ->
            kv.getValue().equals(first.getValue())
                && kv.getModRevision() == first.getModRevision());
  }

  @ParameterizedTest
  @EnumSource
  void readersAtWorkSeeEitherStateWhileASnapshotTakesOver(Form form)
      throws IOException, InterruptedException, ExecutionException {
    try (Driver other = new Driver(form.home(Files.createDirectory(directory.resolve("one"))));
        Driver driver = new Driver(form.home(Files.createDirectory(directory.resolve("two"))));
        ExecutorService pool = Executors.newFixedThreadPool(2)) {
      for (int number = 0; number < 10; number++) {
        apply(other.store, number);
        other.commit();
      }
      apply(driver.store, 0);
      driver.commit();
      AtomicBoolean done = new AtomicBoolean();
      List<Future<Long>> readers =
          List.of(pool.submit(() -> read(driver, done)), pool.submit(() -> read(driver, done)));
      try {
        for (int round = 0; round < 5; round++) {
          Path snapshot = directory.resolve("snapshot" + round);
          other.store.checkpoint(snapshot);
          driver.store.restore(snapshot);
          apply(other.store, 10 + round);
          other.store.commit(20 + round, Map.of());
        }
      } finally {
        done.set(true);
      }
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    }
  }
}
