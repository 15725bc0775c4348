package io.synod.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.ResponseHeader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
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
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .directExecutor()
        .addService(kv)
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
  void aMemberThatDoesNotListenIsNamed() throws Exception {
    List<InetSocketAddress> members = members();
    server.shutdownNow().awaitTermination();
    assertThatThrownBy(() -> generator.fill(members))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no HTTP/2 settings from");
  }
}
