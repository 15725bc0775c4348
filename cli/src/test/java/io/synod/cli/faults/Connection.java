package io.synod.cli.faults;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.synod.cli.client.Channels;
import io.synod.server.wire.KVGrpc;
import io.synod.store.wire.Compare;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import io.synod.store.wire.TxnResponse;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Calls one member; connects again at once when it is asked to. */
final class Connection implements AutoCloseable {
  private final ManagedChannel channel;
  private final long deadlineSeconds;

  /** Calls that are not answered in so many seconds fail. */
  Connection(Node node, long deadlineSeconds) {
    this.deadlineSeconds = deadlineSeconds;
    this.channel = Channels.to(node.clientAddress());
  }

  private CallOptions options() {
    return CallOptions.DEFAULT.withDeadlineAfter(deadlineSeconds, TimeUnit.SECONDS);
  }

  /** Forgets that it could not connect a moment ago. */
  void connectAgain() {
    channel.resetConnectBackoff();
  }

  void put(String key, ByteString value, StreamObserver<PutResponse> answer) {
    ClientCalls.asyncUnaryCall(
        channel.newCall(KVGrpc.getPutMethod(), options()), request(key, value), answer);
  }

  PutResponse put(String key, ByteString value) {
    channel.resetConnectBackoff();
    return ClientCalls.blockingUnaryCall(
        channel, KVGrpc.getPutMethod(), options(), request(key, value));
  }

  /** Puts if the key has a value, or does not exist; the answer says whether it did. */
  TxnResponse putIf(String key, Optional<String> expected, String value) {
    Compare.Builder condition =
        Compare.newBuilder()
            .setKey(ByteString.copyFromUtf8(key))
            .setResult(Compare.CompareResult.EQUAL);
    if (expected.isPresent()) {
      condition
          .setTarget(Compare.CompareTarget.VALUE)
          .setValue(ByteString.copyFromUtf8(expected.get()));
    } else {
      condition.setTarget(Compare.CompareTarget.CREATE).setCreateRevision(0);
    }
    channel.resetConnectBackoff();
    return ClientCalls.blockingUnaryCall(
        channel,
        KVGrpc.getTxnMethod(),
        options(),
        TxnRequest.newBuilder()
            .addCompare(condition)
            .addSuccess(
                RequestOp.newBuilder().setRequestPut(request(key, ByteString.copyFromUtf8(value))))
            .build());
  }

  /** A put by a client that does not want to wait for a leader. */
  PutResponse putIfLed(String key, ByteString value) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
        KVGrpc.getPutMethod(),
        options(),
        request(key, value));
  }

  /** Puts the same value to many keys at once: those with so many numbers behind the prefix. */
  void putAll(String prefix, int count, ByteString value) {
    TxnRequest.Builder all = TxnRequest.newBuilder();
    for (int i = 0; i < count; i++) {
      all.addSuccess(RequestOp.newBuilder().setRequestPut(request(prefix + i, value)));
    }
    ClientCalls.blockingUnaryCall(channel, KVGrpc.getTxnMethod(), options(), all.build());
  }

  private static PutRequest request(String key, ByteString value) {
    return PutRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).setValue(value).build();
  }

  /** Everything whose key begins so. */
  RangeResponse prefix(String prefix, boolean serializable) {
    return range(prefixed(prefix).setSerializable(serializable).build());
  }

  private static RangeRequest.Builder prefixed(String prefix) {
    int last = prefix.length() - 1;
    String end = prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    return RangeRequest.newBuilder()
        .setKey(ByteString.copyFromUtf8(prefix))
        .setRangeEnd(ByteString.copyFromUtf8(end));
  }

  /** One key, linearizably. */
  RangeResponse get(String key) {
    return range(RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build());
  }

  /** How many keys begin so, linearizably. */
  long count(String prefix) {
    return range(prefixed(prefix).setCountOnly(true).build()).getCount();
  }

  private RangeResponse range(RangeRequest request) {
    channel.resetConnectBackoff();
    return ClientCalls.blockingUnaryCall(channel, KVGrpc.getRangeMethod(), options(), request);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
