package io.synod.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.synod.core.Bytes;
import io.synod.server.front.Call;
import io.synod.server.front.GrpcStatus;
import io.synod.store.EtcdStore;
import io.synod.store.Outcome;
import io.synod.store.request.Commands;
import io.synod.store.request.RefusedException;
import io.synod.store.request.RequestCheck;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.DeleteRangeResponse;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.TxnRequest;
import io.synod.store.wire.TxnResponse;

/**
 * etcd's KV service: writes are proposed, reads wait for a read point unless they are serializable.
 */
final class KvService {

  private static final RequestCheck TXN = new RequestCheck(RequestCheck.DEFAULT_MAX_TXN_OPS);

  private final Engine engine;
  private final EtcdStore store;
  private final Headers headers;
  private final Quota quota;
  private final int maxRequestBytes;

  KvService(Engine engine, EtcdStore store, Headers headers, Quota quota, int maxRequestBytes) {
    this.engine = engine;
    this.store = store;
    this.headers = headers;
    this.quota = quota;
    this.maxRequestBytes = maxRequestBytes;
  }

  void range(Call call, byte[] message) throws InvalidProtocolBufferException, RefusedException {
    RangeRequest request = RangeRequest.parseFrom(message);
    RequestCheck.check(request);
    read(call, request.getSerializable(), _ -> answer(call, store.range(request)));
  }

  void put(Call call, byte[] message) throws InvalidProtocolBufferException, RefusedException {
    PutRequest request = PutRequest.parseFrom(message);
    RequestCheck.check(request);
    write(call, message.length, Quota.cost(request), Commands.encode(request));
  }

  void deleteRange(Call call, byte[] message)
      throws InvalidProtocolBufferException, RefusedException {
    DeleteRangeRequest request = DeleteRangeRequest.parseFrom(message);
    RequestCheck.check(request);
    write(call, message.length, 0, Commands.encode(request));
  }

  void txn(Call call, byte[] message) throws InvalidProtocolBufferException, RefusedException {
    TxnRequest request = TxnRequest.parseFrom(message);
    TXN.check(request);
    if (RequestCheck.isReadOnly(request)) {
      boolean serializable = RequestCheck.isSerializable(request);
      read(call, serializable, _ -> answer(call, store.txn(request)));
    } else {
      write(call, message.length, Quota.cost(request), Commands.encode(request));
    }
  }

  private void read(Call call, boolean serializable, Pending.Answer<Long> answer)
      throws RefusedException {
    if (serializable) {
      answer.give(0L);
    } else {
      engine.read(call.eventLoop(), new Pending<>(call, answer));
    }
  }

  private void write(Call call, int bytes, long cost, Bytes command) {
    if (bytes > maxRequestBytes) {
      call.fail(GrpcStatus.TOO_LARGE);
    } else if (!quota.admits(cost)) {
      call.fail(GrpcStatus.NO_SPACE);
    } else {
      engine.propose(command, call.eventLoop(), new Pending<>(call, it -> answer(call, it)));
    }
  }

  private void answer(Call call, Outcome outcome) {
    switch (outcome) {
      case Outcome.Ok ok -> answer(call, ok.response());
      case Outcome.Refused refused -> call.fail(GrpcStatus.of(refused.refusal()));
    }
  }

  /** The store knows the revision only; the rest of the header is the member's. */
  private void answer(Call call, Message response) {
    call.answer(
        switch (response) {
          case PutResponse put ->
              put.toBuilder().setHeader(headers.at(put.getHeader().getRevision())).build();
          case RangeResponse range ->
              range.toBuilder().setHeader(headers.at(range.getHeader().getRevision())).build();
          case DeleteRangeResponse delete ->
              delete.toBuilder().setHeader(headers.at(delete.getHeader().getRevision())).build();
          case TxnResponse txn ->
              txn.toBuilder().setHeader(headers.at(txn.getHeader().getRevision())).build();
          default ->
              throw new IllegalStateException("The store answered with " + response.getClass());
        });
  }
}
