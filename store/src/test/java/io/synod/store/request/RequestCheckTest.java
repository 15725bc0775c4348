package io.synod.store.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.synod.store.wire.Compare;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RequestCheckTest {
  private static final RequestCheck CHECK = new RequestCheck(RequestCheck.DEFAULT_MAX_TXN_OPS);

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static RequestOp put(String key) {
    return RequestOp.newBuilder().setRequestPut(PutRequest.newBuilder().setKey(bytes(key))).build();
  }

  private static RequestOp range(String key) {
    return RequestOp.newBuilder()
        .setRequestRange(RangeRequest.newBuilder().setKey(bytes(key)))
        .build();
  }

  private static RequestOp delete(String key, String end) {
    return RequestOp.newBuilder()
        .setRequestDeleteRange(
            DeleteRangeRequest.newBuilder().setKey(bytes(key)).setRangeEnd(bytes(end)))
        .build();
  }

  private static RequestOp nested(TxnRequest request) {
    return RequestOp.newBuilder().setRequestTxn(request).build();
  }

  private static TxnRequest success(RequestOp... operations) {
    return TxnRequest.newBuilder().addAllSuccess(Arrays.asList(operations)).build();
  }

  private static TxnRequest failure(RequestOp... operations) {
    return TxnRequest.newBuilder().addAllFailure(Arrays.asList(operations)).build();
  }

  private static TxnRequest either(RequestOp then, RequestOp otherwise) {
    return TxnRequest.newBuilder().addSuccess(then).addFailure(otherwise).build();
  }

  private static @Nullable Refusal refusal(TxnRequest request) {
    try {
      CHECK.check(request);
      return null;
    } catch (RefusedException refused) {
      return refused.refusal();
    }
  }

  private static @Nullable Refusal refusal(PutRequest request) {
    try {
      RequestCheck.check(request);
      return null;
    } catch (RefusedException refused) {
      return refused.refusal();
    }
  }

  @Test
  void aPutIsRefusedWithWhatItSaysToIgnore() {
    PutRequest put =
        PutRequest.newBuilder().setKey(bytes("a")).setValue(bytes("v")).setLease(5).build();
    assertThat(refusal(put)).isNull();
    assertThat(refusal(put.toBuilder().setIgnoreValue(true).build()))
        .isEqualTo(Refusal.VALUE_PROVIDED);
    assertThat(refusal(put.toBuilder().setIgnoreLease(true).build()))
        .isEqualTo(Refusal.LEASE_PROVIDED);
    assertThat(refusal(put.toBuilder().clearKey().build())).isEqualTo(Refusal.EMPTY_KEY);
  }

  @Test
  void keysThatATransactionWouldWriteTwiceAreRefused() {
    assertThat(refusal(success(put("a"), put("b")))).isNull();
    assertThat(refusal(success(put("a"), put("a")))).isEqualTo(Refusal.DUPLICATE_KEY);
    assertThat(refusal(failure(put("a"), put("a")))).isEqualTo(Refusal.DUPLICATE_KEY);
    assertThat(refusal(either(put("a"), put("a")))).isNull();
    assertThat(refusal(success(put("a"), delete("a", "")))).isEqualTo(Refusal.DUPLICATE_KEY);
    assertThat(refusal(success(delete("a", ""), put("a")))).isEqualTo(Refusal.DUPLICATE_KEY);
    assertThat(refusal(success(delete("a", "c"), put("b")))).isEqualTo(Refusal.DUPLICATE_KEY);
    assertThat(refusal(success(delete("a", "c"), put("c")))).isNull();
    assertThat(refusal(success(delete("a", "c"), delete("b", "d")))).isNull();
    assertThat(refusal(success(delete("a", ""), put("a\0")))).isNull();
    assertThat(refusal(success(delete("c", "e"), delete("a", "b"), delete("b", "f"), put("e"))))
        .isEqualTo(Refusal.DUPLICATE_KEY);
    assertThat(refusal(success(delete("a", "z"), delete("b", "c"), put("y"))))
        .isEqualTo(Refusal.DUPLICATE_KEY);
    assertThat(refusal(success(delete("a", "b"), delete("c", "d"), put("b")))).isNull();
    assertThat(refusal(success(range("a"), put("a")))).isNull();
  }

  @Test
  void etcdDoesNotSeeADeleteWithoutEndInThatCheckAndNeitherDoesSynod() {
    assertThat(refusal(success(delete("a", "\0"), put("b")))).isNull();
  }

  @Test
  void nestedTransactionsMayWriteAKeyInOneBranchEach() {
    assertThat(refusal(success(nested(either(put("a"), put("a")))))).isNull();
    assertThat(refusal(success(put("a"), nested(success(put("a"))))))
        .isEqualTo(Refusal.DUPLICATE_KEY);
    assertThat(refusal(success(put("a"), nested(failure(put("a"))))))
        .isEqualTo(Refusal.DUPLICATE_KEY);
    assertThat(refusal(success(nested(success(put("a"))), nested(failure(put("a"))))))
        .isEqualTo(Refusal.DUPLICATE_KEY);
    assertThat(refusal(success(delete("a", ""), nested(success(put("a"))))))
        .isEqualTo(Refusal.DUPLICATE_KEY);
    assertThat(refusal(success(put("a"), nested(success(delete("a", ""))))))
        .isEqualTo(Refusal.DUPLICATE_KEY);
    assertThat(refusal(success(nested(success(delete("a", ""))), nested(success(put("a"))))))
        .isEqualTo(Refusal.DUPLICATE_KEY);
    // etcd looks at a nested put before it knows the deletes of later ones.
    assertThat(refusal(success(nested(success(put("a"))), nested(success(delete("a", ""))))))
        .isNull();
  }

  @Test
  void tooManyOperationsAreRefusedAtEveryDepth() {
    RequestOp read = range("a");
    TxnRequest full = TxnRequest.newBuilder().addAllSuccess(Collections.nCopies(128, read)).build();
    assertThat(refusal(full)).isNull();
    assertThat(refusal(full.toBuilder().addAllFailure(Collections.nCopies(128, read)).build()))
        .isNull();
    assertThat(refusal(full.toBuilder().addSuccess(read).build()))
        .isEqualTo(Refusal.TOO_MANY_OPERATIONS);
    Compare compare = Compare.newBuilder().setKey(bytes("a")).build();
    assertThat(
            refusal(
                TxnRequest.newBuilder().addAllCompare(Collections.nCopies(129, compare)).build()))
        .isEqualTo(Refusal.TOO_MANY_OPERATIONS);
    // What stands outside leaves less room inside.
    TxnRequest inner =
        TxnRequest.newBuilder().addAllSuccess(Collections.nCopies(127, read)).build();
    assertThat(refusal(success(nested(inner)))).isNull();
    assertThat(refusal(success(nested(inner), read))).isEqualTo(Refusal.TOO_MANY_OPERATIONS);
  }

  @Test
  void aTransactionIsRefusedForARequestInIt() {
    assertThat(refusal(success(put("")))).isEqualTo(Refusal.EMPTY_KEY);
    assertThat(refusal(failure(nested(success(range("")))))).isEqualTo(Refusal.EMPTY_KEY);
    assertThat(refusal(success(delete("", "a")))).isEqualTo(Refusal.EMPTY_KEY);
    assertThat(refusal(success(RequestOp.getDefaultInstance()))).isEqualTo(Refusal.KEY_NOT_FOUND);
    assertThat(refusal(TxnRequest.newBuilder().addCompare(Compare.getDefaultInstance()).build()))
        .isEqualTo(Refusal.EMPTY_KEY);
  }

  @Test
  void aTransactionWithANestedOneIsNotTakenForARead() {
    assertThat(RequestCheck.isReadOnly(success(range("a")))).isTrue();
    assertThat(RequestCheck.isReadOnly(either(range("a"), put("a")))).isFalse();
    assertThat(RequestCheck.isReadOnly(success(nested(success(range("a")))))).isFalse();
    assertThat(RequestCheck.isSerializable(success(range("a")))).isFalse();
    RangeRequest local = RangeRequest.newBuilder().setKey(bytes("a")).setSerializable(true).build();
    assertThat(
            RequestCheck.isSerializable(
                success(RequestOp.newBuilder().setRequestRange(local).build())))
        .isTrue();
  }
}
