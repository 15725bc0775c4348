package io.synod.cli.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Connections to members' client sides. */
public final class Channels {
  /** One thread, without native code to load, as starting is most of what a short command does. */
  private static final EventLoopGroup LOOP =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("client", true), NioIoHandler.newFactory());

  /** What gRPC logs by itself is what its caller is told anyway, here in a sentence. */
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  static {
    GRPC.setLevel(Level.OFF);
  }

  private Channels() {}

  /**
   * A channel to one member, which connects when it is first used.
   *
   * <p>Callbacks run on the one thread that all channels share, so they must not block.
   *
   * @param address {@code host:port} of its client side
   */
  public static ManagedChannel to(String address) {
    return NettyChannelBuilder.forTarget("dns:///" + address)
        .eventLoopGroup(LOOP)
        .channelType(NioSocketChannel.class)
        .usePlaintext()
        .directExecutor()
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .build();
  }
}
