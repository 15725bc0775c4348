package io.synod.cli.faults;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import io.synod.store.wire.TxnResponse;
import java.util.concurrent.TimeUnit;

/** Calls one member; connects again at once when it is asked to. */
final class Connection implements AutoCloseable {
  private static final MethodDescriptor<PutRequest, PutResponse> PUT =
      method("KV/Put", PutRequest.getDefaultInstance(), PutResponse.getDefaultInstance());
  private static final MethodDescriptor<RangeRequest, RangeResponse> RANGE =
      method("KV/Range", RangeRequest.getDefaultInstance(), RangeResponse.getDefaultInstance());

  private static final MethodDescriptor<TxnRequest, TxnResponse> TXN =
      method("KV/Txn", TxnRequest.getDefaultInstance(), TxnResponse.getDefaultInstance());

  private final ManagedChannel channel;
  private final long deadlineSeconds;

  /** Calls that are not answered in so many seconds fail. */
  Connection(Node node, long deadlineSeconds) {
    this.deadlineSeconds = deadlineSeconds;
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", node.clientPort())
            .usePlaintext()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
  }

  private CallOptions options() {
    return CallOptions.DEFAULT.withDeadlineAfter(deadlineSeconds, TimeUnit.SECONDS);
  }

  /** Forgets that it could not connect a moment ago. */
  void connectAgain() {
    channel.resetConnectBackoff();
  }

  void put(String key, ByteString value, StreamObserver<PutResponse> answer) {
    ClientCalls.asyncUnaryCall(channel.newCall(PUT, options()), request(key, value), answer);
  }

  PutResponse put(String key, ByteString value) {
    channel.resetConnectBackoff();
    return ClientCalls.blockingUnaryCall(channel, PUT, options(), request(key, value));
  }

  /** A put by a client that does not want to wait for a leader. */
  PutResponse putIfLed(String key, ByteString value) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
        PUT,
        options(),
        request(key, value));
  }

  /** Puts the same value to many keys at once: those with so many numbers behind the prefix. */
  void putAll(String prefix, int count, ByteString value) {
    TxnRequest.Builder all = TxnRequest.newBuilder();
    for (int i = 0; i < count; i++) {
      all.addSuccess(RequestOp.newBuilder().setRequestPut(request(prefix + i, value)));
    }
    ClientCalls.blockingUnaryCall(channel, TXN, options(), all.build());
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
    return ClientCalls.blockingUnaryCall(channel, RANGE, options(), request);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
      String name, Q request, A response) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName("etcdserverpb." + name)
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(response))
        .build();
  }
}
