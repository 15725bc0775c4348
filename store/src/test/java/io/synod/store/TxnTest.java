package io.synod.store;

import static io.synod.store.Driver.bytes;
import static io.synod.store.Driver.deleteOf;
import static io.synod.store.Driver.op;
import static io.synod.store.Driver.pairs;
import static io.synod.store.Driver.putOf;
import static io.synod.store.Driver.rangeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.store.answer.Answer;
import io.synod.store.mvcc.Effort;
import io.synod.store.request.Commands;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.Compare;
import io.synod.store.wire.Compare.CompareResult;
import io.synod.store.wire.Compare.CompareTarget;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import io.synod.store.wire.TxnResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TxnTest {
  @TempDir Path directory;

  private static Compare.Builder compare(String key, CompareTarget target, CompareResult result) {
    return Compare.newBuilder().setKey(bytes(key)).setTarget(target).setResult(result);
  }

  private static boolean holds(Driver driver, Compare.Builder comparison) throws IOException {
    return driver.txn(TxnRequest.newBuilder().addCompare(comparison).build()).getSucceeded();
  }

  private static TxnRequest doing(RequestOp... operations) {
    TxnRequest.Builder request = TxnRequest.newBuilder();
    for (RequestOp operation : operations) {
      request.addSuccess(operation);
    }
    return request.build();
  }

  @ParameterizedTest
  @EnumSource
  void everyTargetComparesByEveryResult(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("z", "z");
      driver.put("a", "m");
      driver.put("a", "m");
      // a: created 3, modified 4, version 2, value m, lease 0.
      for (int difference = -1; difference <= 1; difference++) {
        for (CompareTarget target :
            new CompareTarget[] {
              CompareTarget.VERSION,
              CompareTarget.CREATE,
              CompareTarget.MOD,
              CompareTarget.VALUE,
              CompareTarget.LEASE
            }) {
          assertHolds(
              driver, "a", target, difference, difference < 0, difference == 0, difference > 0);
        }
      }
    }
  }

  /** The stored number is compared with one that is {@code difference} less. */
  private static void assertHolds(
      Driver driver,
      String key,
      CompareTarget target,
      int difference,
      boolean less,
      boolean equal,
      boolean greater)
      throws IOException {
    assertThat(holds(driver, with(compare(key, target, CompareResult.LESS), difference)))
        .isEqualTo(less);
    assertThat(holds(driver, with(compare(key, target, CompareResult.EQUAL), difference)))
        .isEqualTo(equal);
    assertThat(holds(driver, with(compare(key, target, CompareResult.GREATER), difference)))
        .isEqualTo(greater);
    assertThat(holds(driver, with(compare(key, target, CompareResult.NOT_EQUAL), difference)))
        .isEqualTo(!equal);
  }

  private static Compare.Builder with(Compare.Builder compare, int difference) {
    return switch (compare.getTarget()) {
      case VERSION -> compare.setVersion(2 - difference);
      case CREATE -> compare.setCreateRevision(3 - difference);
      case MOD -> compare.setModRevision(4 - difference);
      case LEASE -> compare.setLease(0 - difference);
      case VALUE -> compare.setValue(bytes(String.valueOf((char) ('m' - difference))));
      case UNRECOGNIZED -> throw new AssertionError();
    };
  }

  @ParameterizedTest
  @EnumSource
  void aMissingKeyComparesAsZeroButItsValueNever(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("gone", "1");
      driver.delete("gone");
      for (String key : new String[] {"never", "gone"}) {
        assertThat(
                holds(
                    driver, compare(key, CompareTarget.VERSION, CompareResult.EQUAL).setVersion(0)))
            .isTrue();
        assertThat(
                holds(
                    driver,
                    compare(key, CompareTarget.CREATE, CompareResult.EQUAL).setCreateRevision(0)))
            .isTrue();
        assertThat(
                holds(
                    driver,
                    compare(key, CompareTarget.MOD, CompareResult.GREATER).setModRevision(0)))
            .isFalse();
        assertThat(holds(driver, compare(key, CompareTarget.VALUE, CompareResult.EQUAL))).isFalse();
        assertThat(
                holds(
                    driver,
                    compare(key, CompareTarget.VALUE, CompareResult.NOT_EQUAL)
                        .setValue(bytes("x"))))
            .isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aComparisonOfARangeHoldsIfItDoesForEveryKey(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("a", "1");
      driver.put("b", "1");
      driver.put("b", "1");
      Compare.Builder range =
          compare("a", CompareTarget.VERSION, CompareResult.EQUAL).setVersion(1);

      assertThat(holds(driver, range.setRangeEnd(bytes("b")))).isTrue();
      assertThat(holds(driver, range.setRangeEnd(bytes("c")))).isFalse();
      assertThat(holds(driver, range.setRangeEnd(bytes("\0")))).isFalse();
      assertThat(holds(driver, range.setResult(CompareResult.GREATER).setVersion(0))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBranchIsChosenByTheConditions(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      TxnRequest request =
          TxnRequest.newBuilder()
              .addCompare(compare("lock", CompareTarget.VERSION, CompareResult.EQUAL))
              .addSuccess(op(putOf("lock", "mine")))
              .addFailure(op(rangeOf("lock", "").build()))
              .build();

      TxnResponse first = driver.txn(request);
      assertThat(first.getSucceeded()).isTrue();
      assertThat(first.getHeader().getRevision()).isEqualTo(2);
      TxnResponse second = driver.txn(request);
      assertThat(second.getSucceeded()).isFalse();
      assertThat(second.getHeader().getRevision()).isEqualTo(2);
      assertThat(pairs(second.getResponses(0).getResponseRange().getKvsList()))
          .containsExactly("lock=mine");
    }
  }

  @ParameterizedTest
  @EnumSource
  void allWritesShareARevisionAndReadsSeeThoseBefore(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("a", "1");
      RequestOp all = op(rangeOf("\0", "\0").build());

      TxnResponse response =
          driver.txn(
              doing(
                  all, op(putOf("b", "2")), all, op(deleteOf("a", "")), all, op(putOf("c", "3"))));

      assertThat(response.getHeader().getRevision()).isEqualTo(3);
      assertThat(response.getResponses(0).getResponseRange().getHeader().getRevision())
          .isEqualTo(2);
      assertThat(pairs(response.getResponses(0).getResponseRange().getKvsList()))
          .containsExactly("a=1");
      assertThat(response.getResponses(1).getResponsePut().getHeader().getRevision()).isEqualTo(3);
      assertThat(response.getResponses(2).getResponseRange().getHeader().getRevision())
          .isEqualTo(3);
      assertThat(pairs(response.getResponses(2).getResponseRange().getKvsList()))
          .containsExactly("a=1", "b=2");
      assertThat(pairs(response.getResponses(4).getResponseRange().getKvsList()))
          .containsExactly("b=2");
      assertThat(driver.all().getKvsList()).allMatch(kv -> kv.getModRevision() == 3);
      assertThat(driver.store.revision()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOldRevisionReadsWithoutTheTransactionsOwnWrites(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("a", "1");
      driver.store.apply(Commands.encode(putOf("a", "2")), false);

      TxnResponse response =
          driver.txn(
              doing(
                  op(putOf("a", "3")),
                  op(rangeOf("a", "").setRevision(2).build()),
                  op(rangeOf("a", "").setRevision(3).build()),
                  op(rangeOf("a", "").build())));

      assertThat(pairs(response.getResponses(1).getResponseRange().getKvsList()))
          .containsExactly("a=1");
      assertThat(pairs(response.getResponses(2).getResponseRange().getKvsList()))
          .containsExactly("a=2");
      assertThat(pairs(response.getResponses(3).getResponseRange().getKvsList()))
          .containsExactly("a=3");
    }
  }

  @ParameterizedTest
  @EnumSource
  void nestedConditionsAreLookedAtBeforeAnythingIsDone(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      TxnRequest ifNew =
          TxnRequest.newBuilder()
              .addCompare(compare("a", CompareTarget.VERSION, CompareResult.EQUAL))
              .addSuccess(op(putOf("b", "a was new")))
              .addFailure(op(putOf("b", "a was there")))
              .build();

      TxnResponse response = driver.txn(doing(op(putOf("a", "1")), op(ifNew)));

      assertThat(pairs(driver.get("b").getKvsList())).containsExactly("b=a was new");
      TxnResponse nested = response.getResponses(1).getResponseTxn();
      assertThat(nested.getSucceeded()).isTrue();
      assertThat(nested.hasHeader()).isTrue();
      assertThat(nested.getHeader().getRevision()).isZero();
      assertThat(nested.getResponses(0).getResponsePut().getHeader().getRevision()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTransactionThatIsRefusedChangesNothing(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("a", "1");
      RequestOp future = op(rangeOf("a", "").setRevision(3).build());
      RequestOp keep =
          op(PutRequest.newBuilder().setKey(bytes("new")).setIgnoreValue(true).build());
      RequestOp leased = op(putOf("b", "2").toBuilder().setLease(1).build());
      RequestOp keepA = op(PutRequest.newBuilder().setKey(bytes("a")).setIgnoreValue(true).build());

      assertThat(driver.refusal(Commands.encode(doing(op(putOf("a", "2")), future))))
          .isEqualTo(Refusal.FUTURE_REVISION);
      assertThat(driver.refusal(Commands.encode(doing(future, op(doing(keep))))))
          .isEqualTo(Refusal.KEY_NOT_FOUND);
      assertThat(driver.refusal(Commands.encode(doing(op(putOf("a", "2")), op(doing(keep))))))
          .isEqualTo(Refusal.KEY_NOT_FOUND);
      assertThat(driver.refusal(Commands.encode(doing(op(putOf("a", "2")), leased))))
          .isEqualTo(Refusal.LEASE_NOT_FOUND);
      // The check before finds the key; only the delete in the same transaction makes the put
      // impossible.
      assertThat(driver.refusal(Commands.encode(doing(op(deleteOf("\0", "\0")), keepA))))
          .isEqualTo(Refusal.KEY_NOT_FOUND);

      assertThat(pairs(driver.all().getKvsList())).containsExactly("a=1");
      assertThat(driver.store.revision()).isEqualTo(2);
      driver.put("a", "3");
      assertThat(driver.get("a").getKvs(0).getVersion()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatARefusedTransactionDidIsTakenBackWithinTheRun(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.store.apply(Commands.encode(putOf("a", "1")), false);
      driver.store.apply(
          Commands.encode(
              doing(
                  op(putOf("b", "2")),
                  op(deleteOf("\0", "\0")),
                  op(PutRequest.newBuilder().setKey(bytes("a")).setIgnoreValue(true).build()))),
          false);
      driver.store.apply(Commands.encode(putOf("c", "3")), false);
      driver.commit();

      assertThat(pairs(driver.all().getKvsList())).containsExactly("a=1", "c=3");
      assertThat(driver.store.revision()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTransactionWithoutEffectRaisesNoRevision(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("a", "1");

      assertThat(driver.txn(doing(op(deleteOf("x", "")))).getHeader().getRevision()).isEqualTo(2);
      assertThat(driver.txn(TxnRequest.getDefaultInstance()).getHeader().getRevision())
          .isEqualTo(2);
      assertThat(driver.store.revision()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTransactionThatOnlyReadsIsAnsweredWithoutACommand(Form form)
      throws IOException, RefusedException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("a", "1");
      TxnRequest reads =
          TxnRequest.newBuilder()
              .addCompare(
                  compare("a", CompareTarget.VALUE, CompareResult.EQUAL).setValue(bytes("1")))
              .addSuccess(op(rangeOf("a", "").build()))
              .build();

      TxnResponse response = (TxnResponse) Encoded.message(driver.store, read(driver, reads));

      assertThat(response.getSucceeded()).isTrue();
      assertThat(response.getHeader().getRevision()).isEqualTo(2);
      assertThat(pairs(response.getResponses(0).getResponseRange().getKvsList()))
          .containsExactly("a=1");
      assertThatThrownBy(() -> read(driver, doing(op(putOf("a", "2")))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> read(driver, doing(op(rangeOf("a", "").setRevision(9).build()))))
          .isInstanceOf(RefusedException.class);
    }
  }

  private static Answer read(Driver driver, TxnRequest request) throws RefusedException {
    return Objects.requireNonNull(driver.store.reader().txn(request, Effort.whole()));
  }
}
