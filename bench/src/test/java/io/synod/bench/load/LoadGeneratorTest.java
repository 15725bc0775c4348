package io.synod.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.buffer.ByteBuf;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.LeaseKeepAliveRequest;
import io.synod.store.wire.LeaseKeepAliveResponse;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.ResponseHeader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client of HTTP/2 against grpc-java's server. */
class LoadGeneratorTest {
  private final ConcurrentHashMap<ByteString, ByteString> store = new ConcurrentHashMap<>();
  private final LoadGenerator generator = new LoadGenerator();
  private Server server = start();

  private Server start() {
    ServerServiceDefinition kv =
        ServerServiceDefinition.builder("etcdserverpb.KV")
            .addMethod(
                MethodDescriptor.<PutRequest, PutResponse>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("etcdserverpb.KV/Put")
                    .setRequestMarshaller(ProtoUtils.marshaller(PutRequest.getDefaultInstance()))
                    .setResponseMarshaller(ProtoUtils.marshaller(PutResponse.getDefaultInstance()))
                    .build(),
                ServerCalls.asyncUnaryCall(this::put))
            .addMethod(
                MethodDescriptor.<RangeRequest, RangeResponse>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("etcdserverpb.KV/Range")
                    .setRequestMarshaller(ProtoUtils.marshaller(RangeRequest.getDefaultInstance()))
                    .setResponseMarshaller(
                        ProtoUtils.marshaller(RangeResponse.getDefaultInstance()))
                    .build(),
                ServerCalls.asyncUnaryCall(this::range))
            .build();
    ServerServiceDefinition lease =
        ServerServiceDefinition.builder("etcdserverpb.Lease")
            .addMethod(
                MethodDescriptor.<LeaseKeepAliveRequest, LeaseKeepAliveResponse>newBuilder()
                    .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                    .setFullMethodName("etcdserverpb.Lease/LeaseKeepAlive")
                    .setRequestMarshaller(
                        ProtoUtils.marshaller(LeaseKeepAliveRequest.getDefaultInstance()))
                    .setResponseMarshaller(
                        ProtoUtils.marshaller(LeaseKeepAliveResponse.getDefaultInstance()))
                    .build(),
                ServerCalls.asyncBidiStreamingCall(LoadGeneratorTest::keepAlive))
            .build();
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .directExecutor()
        .addService(kv)
        .addService(lease)
        .build();
  }

  @BeforeEach
  void listen() throws IOException {
    server = server.start();
  }

  @AfterEach
  void stop() {
    generator.close();
    server.shutdownNow();
  }

  private void put(PutRequest request, StreamObserver<PutResponse> answer) {
    store.put(request.getKey(), request.getValue());
    answer.onNext(
        PutResponse.newBuilder().setHeader(ResponseHeader.newBuilder().setMemberId(99)).build());
    answer.onCompleted();
  }

  private void range(RangeRequest request, StreamObserver<RangeResponse> answer) {
    ByteString value = store.get(request.getKey());
    if (value == null) {
      answer.onError(Status.NOT_FOUND.withDescription("nothing there").asRuntimeException());
      return;
    }
    answer.onNext(
        RangeResponse.newBuilder()
            .addKvs(KeyValue.newBuilder().setKey(request.getKey()).setValue(value))
            .build());
    answer.onCompleted();
  }

  /** Answers with the id as the time to live. */
  private static StreamObserver<LeaseKeepAliveRequest> keepAlive(
      StreamObserver<LeaseKeepAliveResponse> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(LeaseKeepAliveRequest request) {
        answers.onNext(LeaseKeepAliveResponse.newBuilder().setTTL(request.getID()).build());
      }

      @Override
      public void onError(Throwable failed) {}

      @Override
      public void onCompleted() {
        answers.onCompleted();
      }
    };
  }

  /** Adds up what is answered. */
  private static final class Sum extends GrpcStream {
    private final CompletableFuture<Long> sum = new CompletableFuture<>();
    private int left;
    private long soFar;

    Sum(int messages) {
      this.left = messages;
    }

    @Override
    protected void message(ByteBuf in, int end) {
      byte[] message = new byte[end - in.readerIndex()];
      in.readBytes(message);
      try {
        soFar += LeaseKeepAliveResponse.parseFrom(message).getTTL();
      } catch (InvalidProtocolBufferException e) {
        sum.completeExceptionally(e);
      }
      if (--left == 0) {
        sum.complete(soFar);
      }
    }

    @Override
    protected void over(String why) {
      sum.completeExceptionally(new IOException(why));
    }
  }

  private List<InetSocketAddress> members() {
    return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
  }

  @Test
  void fillingPutsEveryKeyOnceAndReadingFindsThemAll() throws Exception {
    Sample fill = generator.fill(members());
    assertThat(fill.requests()).isEqualTo(Workload.KEYS);
    assertThat(fill.errors()).isZero();
    assertThat(store).hasSize(Workload.KEYS);

    Workload mix = new Workload("mix", 20, 50, 256);
    Sample sample = generator.run(mix, members(), 0, 0.2, LoadGenerator.NO_WINDOW);
    assertThat(sample.faults()).isEmpty();
    assertThat(sample.errors()).isZero();
  }

  @Test
  void aValueLargerThanAFrameArrivesWhole() throws Exception {
    Workload large = new Workload("large", 8, 0, 40_000);
    Sample sample = generator.run(large, members(), 0, 0, LoadGenerator.NO_WINDOW);
    assertThat(sample.faults()).isEmpty();
    assertThat(store.values()).isNotEmpty().allMatch(value -> value.size() == 40_000);
  }

  @Test
  void anAnswerWithAStatusOtherThanZeroIsAnError() throws Exception {
    Workload reads = new Workload("reads", 3, 100, 256);
    Sample sample = generator.run(reads, members(), 0, 0, LoadGenerator.NO_WINDOW);
    assertThat(sample.errors()).isEqualTo(3);
    assertThat(sample.faults().getFirst()).contains("gRPC status 5").contains("nothing there");
  }

  @Test
  void anAnswerWithoutTheValueIsAnError() throws Exception {
    Workload tiny = new Workload("tiny", 1, 0, 3);
    generator.run(tiny, members(), 0, 0, LoadGenerator.NO_WINDOW);
    ByteString key = store.keySet().iterator().next();
    Call read =
        new Call(
            GrpcMethod.RANGE, RangeRequest.newBuilder().setKey(key).build().toByteArray(), 256);
    assertThatThrownBy(() -> generator.ask(members().getFirst(), read))
        .hasMessageContaining("an answer of only");
  }

  @Test
  void aCallsAnswerIsTheServers() throws Exception {
    byte[] put = EtcdCalls.withKey(EtcdCalls.put(new byte[3]), 7);
    byte[] answer = generator.ask(members().getFirst(), new Call(GrpcMethod.PUT, put, 0));
    assertThat(PutResponse.parseFrom(answer).getHeader().getMemberId()).isEqualTo(99);
  }

  @Test
  void aStreamCarriesMoreMessagesThanItsWindowsHold() throws Exception {
    int messages = 20_000;
    Sum sum = new Sum(messages);
    try (Connections connections = generator.connect(members(), 1, Windows.SMALL)) {
      boolean _ =
          connections.onLoop(() -> {
            connections.all().getFirst().open(GrpcMethod.LEASE_KEEP_ALIVE, sum);
            for (int i = 1; i <= messages; i++) {
              sum.send(LeaseKeepAliveRequest.newBuilder().setID(i).build().toByteArray());
            }
            return true;
          });
      assertThat(sum.sum.get()).isEqualTo(messages * (messages + 1L) / 2);
    }
  }

  @Test
  void aStreamThatTheServerEndsIsToldOfWhy() throws Exception {
    Sum sum = new Sum(1);
    try (Connections connections = generator.connect(members(), 1, Windows.LARGE)) {
      boolean _ =
          connections.onLoop(() -> {
            connections.all().getFirst().open(GrpcMethod.WATCH, sum);
            return true;
          });
      assertThatThrownBy(sum.sum::get).hasMessageContaining("gRPC status 12");
    }
  }

  @Test
  void callsAtARateAreAllAnsweredAndCounted() throws Exception {
    byte[] put = EtcdCalls.put(new byte[8]);
    try (Connections connections = generator.connect(members(), 2, Windows.LARGE);
        OpenLoop puts =
            new OpenLoop(
                connections,
                10_000,
                number -> new Call(GrpcMethod.PUT, EtcdCalls.withKey(put, number), 0))) {
      puts.open();
      while (store.size() < 50) {
        Thread.onSpinWait();
      }
      long made = puts.stop();
      Sample sample = puts.close(60);
      assertThat(sample.errors()).isZero();
      assertThat(sample.requests()).isBetween(1L, made);
      assertThat(store).hasSize((int) made);
    }
  }

  @Test
  void aMemberThatDoesNotListenIsNamed() throws Exception {
    List<InetSocketAddress> members = members();
    server.shutdownNow().awaitTermination();
    assertThatThrownBy(() -> generator.fill(members))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no HTTP/2 settings from");
  }
}
