package io.synod.store;

import static io.synod.store.Driver.bytes;
import static io.synod.store.Driver.deleteOf;
import static io.synod.store.Driver.op;
import static io.synod.store.Driver.putOf;
import static io.synod.store.Driver.rangeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.synod.store.answer.Answer;
import io.synod.store.answer.Encoding;
import io.synod.store.mvcc.Effort;
import io.synod.store.request.Commands;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.Compare;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeRequest.SortOrder;
import io.synod.store.wire.RangeRequest.SortTarget;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.ResponseHeader;
import io.synod.store.wire.TxnRequest;
import io.synod.store.wire.TxnResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers with more keys than a first look keeps, and more bytes than anybody should hold. */
final class LargeAnswersTest {
  private static final int KEYS = 1_000;
  private static final ResponseHeader NO_HEADER = ResponseHeader.getDefaultInstance();

  @TempDir Path directory;
  private Driver driver;

  @BeforeEach
  void open() throws IOException {
    driver = new Driver(Form.ROCKS.home(directory));
    for (int i = 0; i < KEYS; i++) {
      driver.store.apply(Commands.encode(putOf(key(i), value(i))), false);
    }
    driver.commit();
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private static String key(int number) {
    return "k%04d".formatted(number);
  }

  /** In another order than the keys. */
  private static String value(int number) {
    return "%03d".formatted(number * 7 % KEYS).repeat(1 + number % 40);
  }

  private static RangeRequest.Builder all() {
    return rangeOf("k", "l");
  }

  private static List<String> keys(List<KeyValue> kvs) {
    return kvs.stream().map(kv -> kv.getKey().toStringUtf8()).toList();
  }

  private static List<String> numbers(int from, int to) {
    List<String> keys = new ArrayList<>();
    for (int i = from; i < to; i++) {
      keys.add(key(i));
    }
    return keys;
  }

  @Test
  void everyKeyIsThereOnceInOrderWithItsValue() {
    RangeResponse response = driver.range(all().build());
    assertThat(keys(response.getKvsList())).isEqualTo(numbers(0, KEYS));
    assertThat(response.getCount()).isEqualTo(KEYS);
    assertThat(response.getMore()).isFalse();
    for (int i = 0; i < KEYS; i++) {
      assertThat(response.getKvs(i).getValue().toStringUtf8()).isEqualTo(value(i));
    }
  }

  @Test
  void limitsFiltersAndKeysOnlyHoldAcrossPieces() {
    RangeResponse limited = driver.range(all().setLimit(600).build());
    assertThat(keys(limited.getKvsList())).isEqualTo(numbers(0, 600));
    assertThat(limited.getMore()).isTrue();
    assertThat(limited.getCount()).isEqualTo(KEYS);
    RangeResponse filtered =
        driver.range(all().setMinModRevision(302).setKeysOnly(true).setLimit(500).build());
    assertThat(keys(filtered.getKvsList())).isEqualTo(numbers(300, 800));
    assertThat(filtered.getKvsList()).allMatch(kv -> kv.getValue().isEmpty());
    assertThat(filtered.getMore()).isTrue();
  }

  @Test
  void sortedAnswersAreWholeAndLimitedOnesTheFirstOfThem() {
    List<String> backwards = new ArrayList<>(numbers(0, KEYS));
    Collections.reverse(backwards);
    RangeRequest.Builder descending =
        all().setSortTarget(SortTarget.MOD).setSortOrder(SortOrder.DESCEND);
    assertThat(keys(driver.range(descending.build()).getKvsList())).isEqualTo(backwards);
    RangeRequest.Builder byValue =
        all().setSortTarget(SortTarget.VALUE).setSortOrder(SortOrder.ASCEND);
    List<ByteString> values =
        driver.range(byValue.build()).getKvsList().stream().map(KeyValue::getValue).toList();
    assertThat(values)
        .hasSize(KEYS)
        .isSortedAccordingTo(ByteString.unsignedLexicographicalComparator());
    RangeResponse first = driver.range(byValue.setLimit(10).build());
    assertThat(first.getKvsList().stream().map(KeyValue::getValue))
        .isEqualTo(values.subList(0, 10));
    assertThat(first.getMore()).isTrue();
  }

  @Test
  void anAnswerIsOfOneRevisionWhateverIsWrittenBetweenItsPieces() throws Exception {
    RangeResponse before = driver.range(all().build());
    Encoding encoding = Encoded.encoding(driver.store, driver.store.reader().range(all().build()));
    ByteBuffer bytes = ByteBuffer.allocate((int) encoding.size());
    for (int i = 0; bytes.hasRemaining(); i++) {
      driver.put(key(i * 37 % KEYS), "overwritten with something of another length");
      driver.put(key(i * 37 % KEYS) + "new", "");
      driver.delete(key(i * 53 % KEYS));
      int end = Math.min(bytes.position() + 500, bytes.capacity());
      encoding.write(bytes.limit(end));
      assertThat(bytes.position()).isEqualTo(end);
      bytes.limit(bytes.capacity());
    }
    encoding.close();
    assertThat(RangeResponse.parseFrom(bytes.flip()).getKvsList()).isEqualTo(before.getKvsList());
  }

  @Test
  void anAnswerGoesOnWhenASnapshotHasTakenOver() throws Exception {
    RangeResponse before = driver.range(all().build());
    Encoding encoding = Encoded.encoding(driver.store, driver.store.reader().range(all().build()));
    ByteBuffer bytes = ByteBuffer.allocate((int) encoding.size());
    encoding.write(bytes.limit(5_000));
    Path snapshot = directory.resolveSibling(directory.getFileName() + "-snapshot");
    driver.store.checkpoint(snapshot);
    driver.store.restore(snapshot);
    encoding.write(bytes.limit(bytes.capacity()));
    encoding.close();
    assertThat(RangeResponse.parseFrom(bytes.flip()).getKvsList()).isEqualTo(before.getKvsList());
  }

  @Test
  void aTransactionThatWritesAnswersWhatItsRangesSawThen() throws IOException {
    TxnRequest request =
        TxnRequest.newBuilder()
            .addSuccess(op(putOf("k", "before")))
            .addSuccess(op(all().build()))
            .addSuccess(op(putOf("kk", "after")))
            .addSuccess(op(deleteOf("k0", "k1").toBuilder().setPrevKv(true).build()))
            .addSuccess(op(all().build()))
            .build();
    Outcome.Ok ok = (Outcome.Ok) driver.outcome(Commands.encode(request));
    driver.delete(deleteOf("\0", "\0"));
    TxnResponse response = (TxnResponse) Encoded.message(driver.store, ok.answer());
    RangeResponse first = response.getResponses(1).getResponseRange();
    RangeResponse second = response.getResponses(4).getResponseRange();
    assertThat(first.getCount()).isEqualTo(KEYS + 1);
    assertThat(keys(first.getKvsList())).startsWith("k", "k0000").doesNotContain("kk");
    assertThat(response.getResponses(3).getResponseDeleteRange().getPrevKvsCount())
        .isEqualTo(1_000);
    assertThat(keys(second.getKvsList())).containsExactly("k", "kk");
  }

  @Test
  void aGlanceGivesUpWhereThereIsMuchToRead() throws Exception {
    Answer many = driver.store.reader().range(all().setCountOnly(true).build());
    assertThat(driver.store.reader().encode(many, NO_HEADER, Effort.glance())).isNull();
    Answer few = driver.store.reader().range(rangeOf("k00", "k01").build());
    assertThat(driver.store.reader().encode(few, NO_HEADER, Effort.glance())).isNotNull();
    TxnRequest compares =
        TxnRequest.newBuilder()
            .addCompare(
                Compare.newBuilder()
                    .setKey(bytes("k"))
                    .setRangeEnd(bytes("l"))
                    .setTarget(Compare.CompareTarget.CREATE)
                    .setResult(Compare.CompareResult.GREATER))
            .build();
    assertThat(driver.store.reader().txn(compares, Effort.glance())).isNull();
    assertThat(driver.store.reader().txn(compares, Effort.whole())).isNotNull();
  }

  @Test
  void aGlanceGivesUpOnAKeyWithALongHistory() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      driver.store.apply(Commands.encode(putOf("often", "x")), false);
    }
    driver.commit();
    Answer old = driver.store.reader().range(rangeOf("often", "").setRevision(KEYS + 2).build());
    assertThat(driver.store.reader().encode(old, NO_HEADER, Effort.glance())).isNull();
    assertThat(((RangeResponse) Encoded.message(driver.store, old)).getKvs(0).getVersion())
        .isEqualTo(1);
  }

  @Test
  void nobodyReadsOnWhenTheAnswerIsNotWantedAnyMore() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      driver.store.apply(Commands.encode(putOf("many" + i, "")), false);
    }
    driver.commit();
    Answer answer = driver.store.reader().range(rangeOf("\0", "\0").build());
    assertThat(driver.store.reader().encode(answer, NO_HEADER, Effort.until(() -> true))).isNull();
  }

  /** The values take more than may be sorted at a time. */
  @Test
  void whatCannotBeSortedIsRefusedAndHoldsNothingAfterwards() throws Exception {
    int size = 1 << 20;
    int count = 33;
    byte[] value = new byte[size];
    for (int i = 0; i < count; i++) {
      value[i]++;
      PutRequest put =
          PutRequest.newBuilder()
              .setKey(bytes("large" + i))
              .setValue(ByteString.copyFrom(value))
              .build();
      driver.store.apply(Commands.encode(put), false);
      driver.commit();
    }
    RangeRequest.Builder sorted = rangeOf("l", "m").setSortTarget(SortTarget.VALUE);
    for (int round = 0; round < 2; round++) {
      assertThatThrownBy(
              () -> Encoded.encoding(driver.store, driver.store.reader().range(sorted.build())))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.refusal()).isEqualTo(Refusal.TOO_MANY_TO_SORT));
      Encoding two =
          Encoded.encoding(
              driver.store, driver.store.reader().range(sorted.clone().setLimit(2).build()));
      assertThat(two.size()).isBetween(2L * size, 3L * size);
      two.close();
    }
  }

  @Test
  void aValueThatIsOnItsWayCanBeLetGo() throws Exception {
    driver.put("large", "v".repeat(100_000));
    Encoding encoding =
        Encoded.encoding(driver.store, driver.store.reader().range(rangeOf("large", "").build()));
    assertThat(encoding.held()).isZero();
    ByteBuffer bytes = ByteBuffer.allocate((int) encoding.size());
    encoding.write(bytes.limit(50_000));
    assertThat(encoding.held()).isEqualTo(100_000);
    encoding.letGo();
    assertThat(encoding.held()).isZero();
    encoding.write(bytes.limit(bytes.capacity()));
    encoding.close();
    assertThat(RangeResponse.parseFrom(bytes.flip()).getKvs(0).getValue().size())
        .isEqualTo(100_000);
  }

  @Test
  void anEncodingFailsRatherThanReadAClosedStore() throws Exception {
    Encoding encoding = Encoded.encoding(driver.store, driver.store.reader().range(all().build()));
    driver.store.commit(driver.slot() + 1, Map.of());
    driver.store.close();
    assertThatThrownBy(() -> encoding.write(ByteBuffer.allocate(10)))
        .isInstanceOf(IllegalStateException.class);
    driver = new Driver(Form.MEMORY.home(directory));
  }
}
