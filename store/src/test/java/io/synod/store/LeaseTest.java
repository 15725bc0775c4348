package io.synod.store;

import static io.synod.store.Driver.bytes;
import static io.synod.store.Driver.deleteOf;
import static io.synod.store.Driver.grantOf;
import static io.synod.store.Driver.op;
import static io.synod.store.Driver.pairs;
import static io.synod.store.Driver.putOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.synod.store.lease.Lease;
import io.synod.store.map.MapHome;
import io.synod.store.map.MemoryHome;
import io.synod.store.request.Commands;
import io.synod.store.request.Refusal;
import io.synod.store.request.RequestCheck;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.TxnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class LeaseTest {
  /** What a lease gets in addition to its time to live. */
  private static final int EXTRA = 1_000;

  @TempDir Path directory;

  private static List<String> keys(Driver driver, long lease) {
    return driver.store.leaseKeys(lease).stream().map(ByteString::toStringUtf8).toList();
  }

  private static List<Long> leases(Driver driver) {
    return driver.store.leases().inOrder().stream().map(Lease::id).toList();
  }

  /** Lets time pass in ticks, of which the first has this number; answers the next number. */
  private static int pass(Driver driver, int number, int millis) throws IOException {
    int next = number;
    for (int left = millis; left > 0; left -= 500) {
      driver.tick(1, next++, Math.min(500, left));
    }
    return next;
  }

  @Test
  void aLeaseIsGrantedOnceAndNotForTooLong() throws IOException {
    try (Driver driver = new Driver(new MemoryHome())) {
      driver.grant(7, 10);
      assertThat(driver.refusal(Commands.encode(grantOf(7, 10)))).isEqualTo(Refusal.LEASE_EXISTS);
      assertThat(driver.refusal(Commands.encode(grantOf(0, 10))))
          .isEqualTo(Refusal.LEASE_NOT_FOUND);
      assertThat(driver.refusal(Commands.encode(grantOf(7, RequestCheck.MAX_TTL + 1))))
          .isEqualTo(Refusal.LEASE_TTL_TOO_LARGE);
      driver.grant(8, RequestCheck.MAX_TTL);
      driver.grant(-1, 5);
      assertThat(leases(driver)).containsExactly(-1L, 7L, 8L);
      assertThat(driver.store.revision()).isEqualTo(1);
    }
  }

  @Test
  void aKeyIsPutWithALeaseThatThereIs() throws IOException {
    try (Driver driver = new Driver(new MemoryHome())) {
      assertThat(driver.refusal(Commands.encode(putOf("a", "1", 7))))
          .isEqualTo(Refusal.LEASE_NOT_FOUND);
      driver.grant(7, 10);
      driver.put(putOf("a", "1", 7));
      assertThat(driver.get("a").getKvs(0).getLease()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRevokedLeaseTakesItsKeysInOneRevision(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.grant(7, 10);
      driver.grant(8, 10);
      driver.put(putOf("b", "1", 7));
      driver.put(putOf("a", "2", 7));
      driver.put(putOf("c", "3", 8));
      driver.put("d", "4");
      long before = driver.store.revision();

      assertThat(driver.revoke(7).getHeader().getRevision()).isEqualTo(before + 1);

      assertThat(pairs(driver.all().getKvsList())).containsExactly("c=3", "d=4");
      assertThat(driver.store.events(before + 1, 1_000).entries())
          .extracting(entry -> entry.key().toStringUtf8() + entry.mod())
          .containsExactly(
              "aRevision[main=" + (before + 1) + ", sub=0]",
              "bRevision[main=" + (before + 1) + ", sub=1]");
      assertThat(leases(driver)).containsExactly(8L);
      assertThat(keys(driver, 7)).isEmpty();
      LeaseRevokeRequest again = LeaseRevokeRequest.newBuilder().setID(7).build();
      assertThat(driver.refusal(Commands.encode(again))).isEqualTo(Refusal.LEASE_NOT_FOUND);
      driver.grant(9, 10);
      assertThat(driver.revoke(9).getHeader().getRevision()).isEqualTo(before + 1);
    }
  }

  /** What may be done with a key. */
  enum Step {
    PUT_WITH_ONE(1),
    PUT_WITH_TWO(2),
    PUT_WITHOUT(0),
    PUT_AND_KEEP(-1),
    DELETE(0);

    private final int lease;

    Step(int lease) {
      this.lease = lease;
    }

    void take(EtcdStore store) {
      var _ =
          switch (this) {
            case PUT_WITH_ONE, PUT_WITH_TWO, PUT_WITHOUT ->
                store.apply(Commands.encode(putOf("key", "x", lease)), false);
            case PUT_AND_KEEP ->
                store.apply(
                    Commands.encode(putOf("key", "y").toBuilder().setIgnoreLease(true).build()),
                    false);
            case DELETE -> store.apply(Commands.encode(deleteOf("key", "")), false);
          };
    }
  }

  /** What may happen between two steps. */
  enum Between {
    NOTHING,
    COMMIT,
    RESTART,
    SNAPSHOT
  }

  private Driver happens(Between between, Driver driver, MapHome home) throws IOException {
    switch (between) {
      case NOTHING -> {
        return driver;
      }
      case COMMIT -> driver.commit();
      case RESTART -> {
        driver.commit();
        driver.store.flush();
        driver.close();
        return new Driver(home);
      }
      case SNAPSHOT -> {
        driver.commit();
        Path snapshot = Files.createTempDirectory(directory, "snapshot").resolve("it");
        driver.store.checkpoint(snapshot);
        driver.store.restore(snapshot);
      }
    }
    return driver;
  }

  @ParameterizedTest
  @EnumSource
  void aKeyBelongsToTheLeaseOfItsLastPutWhateverHappensBetween(Between between) throws IOException {
    for (Step first : Step.values()) {
      for (Step second : Step.values()) {
        for (Step third : Step.values()) {
          tryOut(List.of(first, second, third), between);
        }
      }
    }
  }

  private void tryOut(List<Step> steps, Between between) throws IOException {
    MapHome home = new MemoryHome();
    Driver driver = new Driver(home);
    try {
      driver.grant(1, 10);
      driver.grant(2, 10);
      int lease = 0;
      boolean lives = false;
      for (Step step : steps) {
        step.take(driver.store);
        driver = happens(between, driver, home);
        lease = step.lease < 0 ? lease : step.lease;
        lives = step != Step.DELETE && (lives || step != Step.PUT_AND_KEEP);
      }
      String what = steps + " with " + between + " between";
      List<Long> holders = new ArrayList<>();
      for (long id : new long[] {1, 2}) {
        driver.commit();
        boolean listed = !keys(driver, id).isEmpty();
        long before = driver.store.revision();
        assertThat(driver.revoke(id).getHeader().getRevision() > before).as(what).isEqualTo(listed);
        if (listed) {
          holders.add(id);
        }
      }
      assertThat(holders).as(what).isEqualTo(lease == 0 ? List.of() : List.of((long) lease));
      assertThat(driver.get("key").getKvsCount()).as(what).isEqualTo(lives && lease == 0 ? 1 : 0);
    } finally {
      driver.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void whatARefusedTransactionAttachedIsNotAttached(boolean committed) throws IOException {
    try (Driver driver = new Driver(new MemoryHome())) {
      driver.grant(1, 10);
      driver.grant(2, 10);
      driver.store.apply(Commands.encode(putOf("a", "1", 1)), false);
      driver.store.apply(Commands.encode(putOf("b", "1")), false);
      if (committed) {
        driver.commit();
      }
      TxnRequest txn =
          TxnRequest.newBuilder()
              .addSuccess(op(putOf("a", "2", 2)))
              .addSuccess(op(putOf("c", "2", 2)))
              .addSuccess(op(deleteOf("b", "")))
              .addSuccess(op(putOf("b", "").toBuilder().setIgnoreValue(true).build()))
              .build();
      assertThat(driver.refusal(Commands.encode(txn))).isEqualTo(Refusal.KEY_NOT_FOUND);
      assertThat(keys(driver, 1)).containsExactly("a");
      assertThat(keys(driver, 2)).isEmpty();
      driver.revoke(2);
      assertThat(pairs(driver.all().getKvsList())).containsExactly("a=1", "b=1");
      driver.revoke(1);
      assertThat(pairs(driver.all().getKvsList())).containsExactly("b=1");
    }
  }

  @Test
  void aGrantIsSeenByTheNextCommandOfTheSameRun() throws IOException {
    try (Driver driver = new Driver(new MemoryHome())) {
      driver.store.apply(Commands.encode(grantOf(1, 10)), false);
      driver.store.apply(Commands.encode(putOf("a", "1", 1)), false);
      assertThat(driver.store.leases().isEmpty()).isTrue();
      assertThat(driver.refusal(Commands.encode(grantOf(1, 10)))).isEqualTo(Refusal.LEASE_EXISTS);
      assertThat(keys(driver, 1)).containsExactly("a");
    }
  }

  @Test
  void aTransactionComparesLeasesAndPutsWithThem() throws IOException {
    try (Driver driver = new Driver(new MemoryHome())) {
      TxnRequest txn = TxnRequest.newBuilder().addSuccess(op(putOf("a", "1", 1))).build();
      assertThat(driver.refusal(Commands.encode(txn))).isEqualTo(Refusal.LEASE_NOT_FOUND);
      // As in etcd, whether the key is there is looked at first.
      TxnRequest both =
          TxnRequest.newBuilder()
              .addSuccess(op(putOf("a", "", 1).toBuilder().setIgnoreValue(true).build()))
              .build();
      assertThat(driver.refusal(Commands.encode(both))).isEqualTo(Refusal.KEY_NOT_FOUND);
      driver.grant(1, 10);
      assertThat(driver.txn(txn).getSucceeded()).isTrue();
      assertThat(keys(driver, 1)).containsExactly("a");
    }
  }

  @ParameterizedTest
  @EnumSource
  void leasesEndInTheirOrderEachInARevisionOfItsOwn(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.grant(1, 4);
      driver.grant(2, 2);
      driver.grant(3, 4);
      driver.put(putOf("a", "1", 1));
      driver.put(putOf("b", "1", 2));
      driver.put(putOf("c", "1", 3));
      driver.put(putOf("d", "1", 1));
      long before = driver.store.revision();

      int next = pass(driver, 1, 2_000 + EXTRA - 1);
      assertThat(leases(driver)).containsExactly(2L, 1L, 3L);
      next = pass(driver, next, 1);
      assertThat(leases(driver)).containsExactly(1L, 3L);
      pass(driver, next, 2_000);

      assertThat(leases(driver)).isEmpty();
      assertThat(driver.store.events(before + 1, 1_000).entries())
          .extracting(entry ->
              entry.mod().main()
                  - before
                  + "."
                  + entry.mod().sub()
                  + " "
                  + entry.key().toStringUtf8())
          .containsExactly("1.0 b", "2.0 a", "2.1 d", "3.0 c");
    }
  }

  @Test
  void aRenewedLeaseBeginsAgain() throws IOException {
    try (Driver driver = new Driver(new MemoryHome())) {
      driver.grant(1, 2);
      assertThat(driver.renew(9)).isZero();
      int next = pass(driver, 1, 2_000 + EXTRA - 1);
      assertThat(driver.renew(1)).isEqualTo(2);
      next = pass(driver, next, 2_000 + EXTRA - 1);
      assertThat(leases(driver)).containsExactly(1L);
      pass(driver, next, 1);
      assertThat(leases(driver)).isEmpty();
      assertThat(driver.renew(1)).isZero();
    }
  }

  @ParameterizedTest(name = "after tick {0}.{1}, tick {2}.{3} counts: {4}")
  @CsvSource({
    "2,2,1,1,false",
    "2,2,1,2,false",
    "2,2,1,3,false",
    "2,2,2,1,false",
    "2,2,2,2,false",
    "2,2,2,3,true",
    "2,2,3,1,true",
    "2,2,3,2,true",
    "2,2,3,3,true"
  })
  void onlyATickThatIsNewerCounts(
      long round, long number, long laterRound, long laterNumber, boolean counts)
      throws IOException {
    try (Driver driver = new Driver(new MemoryHome())) {
      driver.grant(1, 10);
      driver.tick(round, number, 100);
      driver.tick(laterRound, laterNumber, 200);
      assertThat(driver.store.leases().time().millis()).isEqualTo(counts ? 300 : 100);
    }
  }

  @Test
  void noTickCountsForMoreThanATickMayNorForLessThanNothing() throws IOException {
    try (Driver driver = new Driver(new MemoryHome())) {
      driver.tick(1, 1, 1_000_000);
      assertThat(driver.store.leases().time().millis()).isEqualTo(500);
      driver.tick(1, 2, -1);
      assertThat(driver.store.leases().time().millis()).isEqualTo(500);
    }
  }

  @Test
  void manyLeasesEndAFewAtATime() throws IOException {
    try (Driver driver = new Driver(new MemoryHome())) {
      for (int i = 1; i <= 600; i++) {
        driver.grant(i, 1);
        driver.put(putOf("key" + i, "x", i));
      }
      long before = driver.store.revision();
      for (int tick = 1; tick <= 3; tick++) {
        assertThat(driver.tick(1, tick, 500)).isFalse();
      }
      assertThat(driver.tick(1, 4, 500)).isTrue();
      assertThat(leases(driver)).hasSize(550);
      for (int tick = 5; tick <= 14; tick++) {
        assertThat(driver.tick(1, tick, 0)).isTrue();
      }
      assertThat(driver.tick(1, 15, 0)).isFalse();
      assertThat(leases(driver)).isEmpty();
      assertThat(driver.store.revision()).isEqualTo(before + 600);
      assertThat(driver.all().getCount()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRestartKeepsTheRemainingTimeAndForgetsNoTick(Form form) throws IOException {
    MapHome home = form.home(directory);
    int next;
    try (Driver driver = new Driver(home)) {
      driver.grant(1, 10);
      driver.put(putOf("a", "1", 1));
      next = pass(driver, 1, 7_000);
      driver.store.flush();
      driver.tick(1, next, 500);
    }
    try (Driver driver = new Driver(home)) {
      Lease lease = driver.store.leases().inOrder().getFirst();
      assertThat(lease.remaining(driver.store.leases().time())).isEqualTo(3_000);
      driver.tick(1, next - 1, 500);
      assertThat(lease.remaining(driver.store.leases().time())).isEqualTo(3_000);
      next = pass(driver, next, 3_000 + EXTRA - 1);
      assertThat(leases(driver)).containsExactly(1L);
      pass(driver, next, 1);
      assertThat(driver.all().getCount()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSnapshotTakesLeasesAndTheirTimeAlong(Form form) throws IOException {
    Path snapshot = directory.resolve("snapshot");
    int next;
    try (Driver driver = new Driver(form.home(Files.createDirectory(directory.resolve("one"))))) {
      driver.grant(1, 10);
      driver.put(putOf("a", "1", 1));
      next = pass(driver, 1, 7_000);
      driver.store.checkpoint(snapshot);
    }
    try (Driver driver = new Driver(form.home(Files.createDirectory(directory.resolve("two"))))) {
      driver.grant(5, 10);
      driver.put(putOf("b", "1", 5));
      driver.store.restore(snapshot);
      assertThat(leases(driver)).containsExactly(1L);
      assertThat(keys(driver, 5)).isEmpty();
      assertThat(keys(driver, 1)).containsExactly("a");
      pass(driver, next, 3_000 + EXTRA);
      assertThat(driver.all().getCount()).isZero();
    }
  }

  @Test
  void theKeysOfALeaseAreItsOwnWhateverItsId() throws IOException {
    try (Driver driver = new Driver(new MemoryHome())) {
      long[] ids = {1, 2, 255, 256, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1};
      for (long id : ids) {
        driver.grant(id, 10);
        driver.put(putOf("key " + id, "x", id));
      }
      for (long id : ids) {
        assertThat(driver.store.leaseKeys(id)).containsExactly(bytes("key " + id));
      }
    }
  }
}
