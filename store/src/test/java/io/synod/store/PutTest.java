package io.synod.store;

import static io.synod.store.Driver.bytes;
import static io.synod.store.Driver.pairs;
import static io.synod.store.Driver.putOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Bytes;
import io.synod.store.request.Commands;
import io.synod.store.request.Refusal;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.PutRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PutTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void theFirstPutGivesRevisionTwo(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      assertThat(driver.store.revision()).isEqualTo(1);
      assertThat(driver.all().getHeader().getRevision()).isEqualTo(1);

      assertThat(driver.put("a", "1").getHeader().getRevision()).isEqualTo(2);

      assertThat(driver.store.revision()).isEqualTo(2);
      assertThat(driver.get("a").getKvsList())
          .containsExactly(
              KeyValue.newBuilder()
                  .setKey(bytes("a"))
                  .setValue(bytes("1"))
                  .setCreateRevision(2)
                  .setModRevision(2)
                  .setVersion(1)
                  .build());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyKeepsItsCreateRevisionAndCountsItsVersions(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("a", "1");
      driver.put("b", "x");
      driver.put("a", "2");

      KeyValue kv = driver.get("a").getKvs(0);
      assertThat(kv.getCreateRevision()).isEqualTo(2);
      assertThat(kv.getModRevision()).isEqualTo(4);
      assertThat(kv.getVersion()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyThatComesBackAfterADeleteStartsAnew(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("a", "1");
      driver.put("a", "2");
      driver.delete("a");
      PutRequest again = putOf("a", "3").toBuilder().setPrevKv(true).build();

      assertThat(driver.put(again).hasPrevKv()).isFalse();

      KeyValue kv = driver.get("a").getKvs(0);
      assertThat(kv.getCreateRevision()).isEqualTo(5);
      assertThat(kv.getModRevision()).isEqualTo(5);
      assertThat(kv.getVersion()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void prevKvIsWhatStoodThereBefore(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      PutRequest put = putOf("a", "1").toBuilder().setPrevKv(true).build();
      assertThat(driver.put(put).hasPrevKv()).isFalse();
      KeyValue before = driver.get("a").getKvs(0);

      assertThat(driver.put(put).getPrevKv()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ignoreValueKeepsTheValue(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("a", "1");
      PutRequest touch = PutRequest.newBuilder().setKey(bytes("a")).setIgnoreValue(true).build();

      assertThat(driver.put(touch).hasPrevKv()).isFalse();

      assertThat(pairs(driver.get("a").getKvsList())).containsExactly("a=1");
      assertThat(driver.get("a").getKvs(0).getVersion()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ignoringValueOrLeaseOfAMissingKeyIsRefused(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("gone", "1");
      driver.delete("gone");
      for (String key : new String[] {"never", "gone"}) {
        PutRequest value = PutRequest.newBuilder().setKey(bytes(key)).setIgnoreValue(true).build();
        PutRequest lease = PutRequest.newBuilder().setKey(bytes(key)).setIgnoreLease(true).build();

        assertThat(driver.refusal(Commands.encode(value))).isEqualTo(Refusal.KEY_NOT_FOUND);
        assertThat(driver.refusal(Commands.encode(lease))).isEqualTo(Refusal.KEY_NOT_FOUND);
      }
      assertThat(driver.store.revision()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLeaseThatDoesNotExistIsRefused(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      PutRequest put = putOf("a", "1").toBuilder().setLease(7).build();

      assertThat(driver.refusal(Commands.encode(put))).isEqualTo(Refusal.LEASE_NOT_FOUND);
      assertThat(driver.all().getCount()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCommandThatIsNoneIsRefusedAndChangesNothing(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      byte[] cut = Commands.encode(putOf("key", "value")).array().clone();
      byte[] unknown = cut.clone();
      unknown[0] = 99;
      cut = java.util.Arrays.copyOf(cut, cut.length - 1);

      assertThat(driver.refusal(Bytes.EMPTY)).isEqualTo(Refusal.MALFORMED);
      assertThat(driver.refusal(Bytes.wrap(unknown))).isEqualTo(Refusal.MALFORMED);
      assertThat(driver.refusal(Bytes.wrap(cut))).isEqualTo(Refusal.MALFORMED);
      assertThat(driver.refusal(Commands.encode(putOf("", "value")))).isEqualTo(Refusal.EMPTY_KEY);
      assertThat(driver.store.revision()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatNobodyWantsIsNotBuiltButThePutIsDone(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      assertThat(driver.store.apply(Commands.encode(putOf("a", "1")), false)).isNull();
      driver.commit();

      assertThat(pairs(driver.get("a").getKvsList())).containsExactly("a=1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunIsSeenOnlyOnceItIsCommitted(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("a", "old");
      driver.store.apply(Commands.encode(putOf("a", "new")), false);
      driver.store.apply(Commands.encode(putOf("b", "new")), false);

      assertThat(pairs(driver.all().getKvsList())).containsExactly("a=old");
      assertThat(driver.store.revision()).isEqualTo(2);

      driver.store.commit(2, Map.of());

      assertThat(pairs(driver.all().getKvsList())).containsExactly("a=new", "b=new");
      assertThat(driver.store.revision()).isEqualTo(4);
    }
  }
}
