package io.synod.bench.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A bidirectional gRPC stream, handled on its event loops. */
public final class GrpcTransport implements Transport {
  private static final BytesValue ANSWER = BytesValue.of(ByteString.copyFrom(new byte[8]));
  private static final int LARGEST = 16 << 20;
  private static final MethodDescriptor<BytesValue, BytesValue> METHOD =
      MethodDescriptor.<BytesValue, BytesValue>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName("synod.Peer/Stream")
          .setRequestMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
          .build();

  private final MultiThreadIoEventLoopGroup near =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final MultiThreadIoEventLoopGroup far =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private @Nullable Server server;
  private @Nullable ManagedChannel channel;

  @Override
  public Endpoint open(Answered answered) throws Exception {
    Server listening =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .channelType(EpollServerSocketChannel.class)
            .bossEventLoopGroup(far)
            .workerEventLoopGroup(far)
            .flowControlWindow(LARGEST)
            .maxInboundMessageSize(LARGEST)
            .directExecutor()
            .addService(
                ServerServiceDefinition.builder("synod.Peer")
                    .addMethod(METHOD, ServerCalls.asyncBidiStreamingCall(GrpcTransport::answer))
                    .build())
            .build()
            .start();
    server = listening;
    ManagedChannel connected =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getPort()))
            .channelType(EpollSocketChannel.class)
            .eventLoopGroup(near)
            .flowControlWindow(LARGEST)
            .directExecutor()
            .usePlaintext()
            .build();
    channel = connected;
    StreamObserver<BytesValue> out =
        ClientCalls.asyncBidiStreamingCall(
            connected.newCall(METHOD, CallOptions.DEFAULT),
            new Receiver(message -> answered.answered()));
    return out::onNext;
  }

  @Override
  public void close() {
    if (channel != null) {
      channel.shutdownNow();
    }
    if (server != null) {
      server.shutdownNow();
    }
    var _ = near.shutdownGracefully();
    var _ = far.shutdownGracefully();
  }

  private static StreamObserver<BytesValue> answer(StreamObserver<BytesValue> answers) {
    return new Receiver(message -> answers.onNext(ANSWER));
  }

  private record Receiver(Consumer<BytesValue> received) implements StreamObserver<BytesValue> {
    @Override
    public void onNext(BytesValue message) {
      received.accept(message);
    }

    @Override
    public void onError(Throwable cause) {} // closing the transport ends the stream this way

    @Override
    public void onCompleted() {}
  }
}
