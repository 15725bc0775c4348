package io.synod.store;

import static io.synod.store.Driver.bytes;
import static io.synod.store.Driver.deleteOf;
import static io.synod.store.Driver.op;
import static io.synod.store.Driver.pairs;
import static io.synod.store.Driver.putOf;
import static io.synod.store.Driver.rangeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.Bytes;
import io.synod.store.answer.Answer;
import io.synod.store.answer.Encoding;
import io.synod.store.map.MapHome;
import io.synod.store.mvcc.Effort;
import io.synod.store.mvcc.Entry;
import io.synod.store.request.Commands;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.ResponseHeader;
import io.synod.store.wire.TxnRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What compaction takes away, and what it leaves. */
final class CompactionTest {
  @TempDir Path directory;

  private static Bytes compaction(long revision) {
    return Commands.encode(CompactionRequest.newBuilder().setRevision(revision).build());
  }

  private static void tidy(EtcdStore store) throws IOException {
    while (store.tidy() == 0) {
      // There is more.
    }
  }

  /** Revisions 2 to 6: a=1, b=1, a=2, a=3, b deleted. */
  private Driver filled(Form form) throws IOException {
    Driver driver = new Driver(form.home(directory));
    driver.put("a", "1");
    driver.put("b", "1");
    driver.put("a", "2");
    driver.put("a", "3");
    driver.delete("b");
    return driver;
  }

  private static List<String> at(Driver driver, long revision) {
    RangeRequest all = rangeOf("\0", "\0").setRevision(revision).build();
    return pairs(driver.range(all).getKvsList());
  }

  private static List<Long> history(EtcdStore store) {
    return store.events(1, Long.MAX_VALUE).entries().stream()
        .map(entry -> entry.mod().main())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void onlyARevisionBetweenTheLastOneAndNowIsCompacted(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      assertThat(driver.store.compacted()).isEqualTo(-1);
      assertThat(driver.refusal(compaction(-1))).isEqualTo(Refusal.COMPACTED);
      assertThat(driver.refusal(compaction(7))).isEqualTo(Refusal.FUTURE_REVISION);

      assertThat(driver.outcome(compaction(4))).isEqualTo(new Outcome.Ok(new Answer.Done(6)));

      assertThat(driver.store.compacted()).isEqualTo(4);
      assertThat(driver.refusal(compaction(4))).isEqualTo(Refusal.COMPACTED);
      assertThat(driver.refusal(compaction(3))).isEqualTo(Refusal.COMPACTED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsBelowAreRefusedAndLaterOnesAreAsBefore(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      driver.outcome(compaction(4));
      RangeRequest old = rangeOf("a", "").setRevision(3).build();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> driver.store.reader().range(old))
            .isInstanceOf(RefusedException.class)
            .hasMessage("etcdserver: mvcc: required revision has been compacted");
        assertThat(
                driver.refusal(
                    Commands.encode(
                        TxnRequest.newBuilder()
                            .addSuccess(op(putOf("x", "x")))
                            .addSuccess(op(old))
                            .build())))
            .isEqualTo(Refusal.COMPACTED);
        assertThat(at(driver, 4)).containsExactly("a=2", "b=1");
        assertThat(at(driver, 5)).containsExactly("a=3", "b=1");
        assertThat(at(driver, 0)).containsExactly("a=3");
        tidy(driver.store);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsOutOfReachIsRemoved(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      driver.outcome(compaction(4));
      tidy(driver.store);
      assertThat(history(driver.store)).containsExactly(3L, 4L, 5L, 6L);

      driver.outcome(compaction(6));
      tidy(driver.store);
      // The delete stays as long as a watch may begin at its revision.
      assertThat(history(driver.store)).containsExactly(5L, 6L);

      driver.put("c", "1");
      driver.outcome(compaction(7));
      tidy(driver.store);
      assertThat(history(driver.store)).containsExactly(5L, 7L);
      assertThat(pairs(driver.all().getKvsList())).containsExactly("a=3", "c=1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyThatWasDeletedBeginsAnew(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      driver.put("c", "1");
      driver.outcome(compaction(7));
      tidy(driver.store);

      driver.put("b", "2");

      assertThat(driver.get("b").getKvs(0).getVersion()).isEqualTo(1);
      assertThat(driver.get("b").getKvs(0).getCreateRevision()).isEqualTo(8);
      assertThat(at(driver, 7)).containsExactly("a=3", "c=1");
      Entry again = driver.store.events(8, 1).entries().getFirst();
      assertThat(driver.store.before(again)).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAnEventSupersededIsToldUnlessItsRevisionIsCompacted(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      Entry second = driver.store.events(4, 1).entries().getFirst();
      Entry third = driver.store.events(5, 1).entries().getFirst();
      driver.outcome(compaction(4));
      for (int i = 0; i < 2; i++) {
        assertThat(driver.store.before(second)).isNull();
        assertThat(driver.store.before(third)).isNotNull();
        tidy(driver.store);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTransactionThatDeletesAndPutsAKeyLeavesBothEventsOfItsRevision(Form form)
      throws IOException {
    try (Driver driver = filled(form)) {
      driver.outcome(
          Commands.encode(
              TxnRequest.newBuilder()
                  .addSuccess(op(deleteOf("a", "\0")))
                  .addSuccess(op(putOf("a", "4")))
                  .build()));
      driver.outcome(compaction(7));
      tidy(driver.store);
      assertThat(history(driver.store)).containsExactly(7L, 7L);

      driver.put("c", "1");
      driver.outcome(compaction(8));
      tidy(driver.store);
      assertThat(history(driver.store)).containsExactly(7L, 8L);
      assertThat(at(driver, 8)).containsExactly("a=4", "c=1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyRevisionsGoInManySlicesAndARestartGoesOn(Form form) throws IOException {
    MapHome home = form.home(directory);
    try (Driver driver = new Driver(home)) {
      for (int i = 0; i < 1_000; i++) {
        driver.put("key " + i % 10, "value " + i);
      }
      driver.outcome(compaction(driver.store.revision()));
      assertThat(driver.store.tidy()).isZero();
      assertThat(driver.store.tidy()).isZero();
      assertThat(history(driver.store)).hasSizeBetween(100, 990);
      driver.put("one", "more");
      driver.store.flush();
    }
    try (Driver driver = new Driver(home)) {
      assertThat(history(driver.store)).hasSizeBetween(100, 990);
      tidy(driver.store);
      assertThat(history(driver.store)).hasSize(11);
      assertThat(driver.all().getCount()).isEqualTo(11);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverWaitsIsToldWhenNothingIsLeft(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      List<String> told = new ArrayList<>();
      driver.outcome(compaction(4));
      driver.store.whenScrubbed(4, () -> told.add("first"));
      assertThat(told).isEmpty();
      tidy(driver.store);
      driver.store.whenScrubbed(4, () -> told.add("second"));
      driver.store.whenScrubbed(5, () -> told.add("too early"));

      assertThat(told).containsExactly("first", "second");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theHashIsTheSameWhateverHasBeenRemoved(Form form) throws Exception {
    try (Driver driver = filled(form)) {
      KvHash before = driver.store.reader().hashKv(0);
      driver.outcome(compaction(4));
      KvHash compacted = driver.store.reader().hashKv(0);
      KvHash atFive = driver.store.reader().hashKv(5);
      tidy(driver.store);

      assertThat(compacted).isNotEqualTo(before).isEqualTo(driver.store.reader().hashKv(0));
      assertThat(compacted.compacted()).isEqualTo(4);
      assertThat(driver.store.reader().hashKv(5)).isEqualTo(atFive).isNotEqualTo(compacted);
      assertThatThrownBy(() -> driver.store.reader().hashKv(4))
          .hasMessage(Refusal.COMPACTED.text());
      assertThatThrownBy(() -> driver.store.reader().hashKv(7))
          .hasMessage(Refusal.FUTURE_REVISION.text());
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsRemovedFromUnderAnAnswerThatIsBeingRead(Form form) throws Exception {
    try (Driver driver = filled(form)) {
      RangeRequest old = rangeOf("\0", "\0").setRevision(3).build();
      Encoding encoding =
          Objects.requireNonNull(
              driver
                  .store
                  .reader()
                  .read(old, _ -> ResponseHeader.getDefaultInstance(), Effort.whole()));
      encoding.letGo();
      driver.outcome(compaction(6));
      tidy(driver.store);
      ByteBuffer bytes = ByteBuffer.allocate((int) encoding.size());
      encoding.write(bytes);
      assertThat(pairs(RangeResponse.parseFrom(bytes.flip()).getKvsList()))
          .containsExactly("a=1", "b=1");
      assertThat(driver.store.tidy()).isPositive();

      encoding.close();
      tidy(driver.store);
      assertThat(history(driver.store)).containsExactly(5L, 6L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatIsReadTooLateIsRefusedRatherThanWrong(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      PutRequest put =
          PutRequest.newBuilder().setKey(bytes("a")).setValue(bytes("4")).setPrevKv(true).build();
      Outcome.Ok late = (Outcome.Ok) driver.outcome(Commands.encode(put));
      driver.outcome(compaction(7));
      tidy(driver.store);

      assertThatThrownBy(() ->
              driver
                  .store
                  .reader()
                  .encode(late.answer(), ResponseHeader.getDefaultInstance(), Effort.whole()))
          .hasMessage(Refusal.ANSWER_COMPACTED.text());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSnapshotTakesTheCompactionAlong(Form form) throws IOException {
    Path snapshot = directory.resolve("snapshot");
    try (Driver driver = filled(form)) {
      driver.outcome(compaction(4));
      driver.store.checkpoint(snapshot);
    }
    try (Driver driver = new Driver(form.home(directory.resolve("other")))) {
      driver.store.restore(snapshot);
      assertThat(driver.store.compacted()).isEqualTo(4);
      tidy(driver.store);
      assertThat(history(driver.store)).containsExactly(3L, 4L, 5L, 6L);
    }
  }
}
