package io.synod.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.synod.core.Bytes;
import io.synod.store.map.MapHome;
import io.synod.store.request.Commands;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.DeleteRangeResponse;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseRenewal;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.LeaseTick;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import io.synod.store.wire.TxnResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Drives a store as a member would: one command, one commit, one slot. */
final class Driver implements AutoCloseable {
  final EtcdStore store;
  private long slot;

  Driver(MapHome home) throws IOException {
    store = EtcdStore.open(home);
    slot = store.durableSlot();
  }

  Outcome outcome(Bytes command) throws IOException {
    Outcome outcome = store.apply(command, true);
    commit();
    if (outcome == null) {
      throw new AssertionError("no outcome though one was wanted");
    }
    return outcome;
  }

  void commit() throws IOException {
    store.commit(++slot, Map.of());
  }

  long slot() {
    return slot;
  }

  private MessageLite response(Bytes command) throws IOException {
    return switch (outcome(command)) {
      case Outcome.Ok ok -> Encoded.message(store, ok.answer());
      case Outcome.Refused refused -> throw new AssertionError("refused: " + refused.refusal());
    };
  }

  Refusal refusal(Bytes command) throws IOException {
    return switch (outcome(command)) {
      case Outcome.Ok ok -> throw new AssertionError("not refused: " + ok.answer());
      case Outcome.Refused refused -> refused.refusal();
    };
  }

  PutResponse put(PutRequest request) throws IOException {
    return (PutResponse) response(Commands.encode(request));
  }

  PutResponse put(String key, String value) throws IOException {
    return put(putOf(key, value));
  }

  void grant(long id, long ttl) throws IOException {
    var _ = response(Commands.encode(grantOf(id, ttl)));
  }

  long renew(long id) throws IOException {
    LeaseRenewal renewal = LeaseRenewal.newBuilder().addIds(id).build();
    return ((LeaseRenewal) response(Commands.encode(renewal))).getIds(0);
  }

  PutResponse revoke(long id) throws IOException {
    LeaseRevokeRequest request = LeaseRevokeRequest.newBuilder().setID(id).build();
    return (PutResponse) response(Commands.encode(request));
  }

  /** Lets time pass; answers whether there is more to end. */
  boolean tick(long round, long number, long millis) throws IOException {
    Bytes tick = Commands.encode(tickOf(round, number, millis));
    return ((LeaseTick) response(tick)).getNumber() == 1;
  }

  DeleteRangeResponse delete(DeleteRangeRequest request) throws IOException {
    return (DeleteRangeResponse) response(Commands.encode(request));
  }

  DeleteRangeResponse delete(String key) throws IOException {
    return delete(DeleteRangeRequest.newBuilder().setKey(bytes(key)).build());
  }

  TxnResponse txn(TxnRequest request) throws IOException {
    return (TxnResponse) response(Commands.encode(request));
  }

  RangeResponse range(RangeRequest request) {
    try {
      return (RangeResponse) Encoded.message(store, store.reader().range(request));
    } catch (RefusedException refused) {
      throw new AssertionError(refused);
    }
  }

  RangeResponse get(String key) {
    return range(rangeOf(key, "").build());
  }

  RangeResponse all() {
    return range(rangeOf("\0", "\0").build());
  }

  @Override
  public void close() {
    store.close();
  }

  static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  static PutRequest putOf(String key, String value) {
    return PutRequest.newBuilder().setKey(bytes(key)).setValue(bytes(value)).build();
  }

  static PutRequest putOf(String key, String value, long lease) {
    return putOf(key, value).toBuilder().setLease(lease).build();
  }

  static LeaseGrantRequest grantOf(long id, long ttl) {
    return LeaseGrantRequest.newBuilder().setID(id).setTTL(ttl).build();
  }

  static LeaseTick tickOf(long round, long number, long millis) {
    return LeaseTick.newBuilder()
        .setRound(round)
        .setMember(1)
        .setNumber(number)
        .setElapsedMillis(millis)
        .build();
  }

  static RangeRequest.Builder rangeOf(String key, String end) {
    return RangeRequest.newBuilder().setKey(bytes(key)).setRangeEnd(bytes(end));
  }

  static RequestOp op(PutRequest request) {
    return RequestOp.newBuilder().setRequestPut(request).build();
  }

  static RequestOp op(RangeRequest request) {
    return RequestOp.newBuilder().setRequestRange(request).build();
  }

  static RequestOp op(DeleteRangeRequest request) {
    return RequestOp.newBuilder().setRequestDeleteRange(request).build();
  }

  static RequestOp op(TxnRequest request) {
    return RequestOp.newBuilder().setRequestTxn(request).build();
  }

  static DeleteRangeRequest deleteOf(String key, String end) {
    return DeleteRangeRequest.newBuilder().setKey(bytes(key)).setRangeEnd(bytes(end)).build();
  }

  /** Keys and values as text, in the order of the response. */
  static List<String> pairs(List<KeyValue> kvs) {
    return kvs.stream()
        .map(kv -> kv.getKey().toStringUtf8() + "=" + kv.getValue().toStringUtf8())
        .toList();
  }
}
