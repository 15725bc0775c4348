package io.synod.bench.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;

/** A TCP connection with frames: four bytes of length, then the message. */
public final class FramedTransport implements Transport {
  private static final int LARGEST = 16 << 20;
  private static final BytesValue ANSWER = BytesValue.of(ByteString.copyFrom(new byte[8]));

  private final MultiThreadIoEventLoopGroup near =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final MultiThreadIoEventLoopGroup far =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

  @Override
  public Endpoint open(Answered answered) throws Exception {
    Channel server =
        new ServerBootstrap()
            .group(far)
            .channel(EpollServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(frames((channel, message) -> write(channel, ANSWER)))
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    Channel client =
        new Bootstrap()
            .group(near)
            .channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(frames((channel, message) -> answered.answered()))
            .connect(server.localAddress())
            .sync()
            .channel();
    return message -> write(client, message);
  }

  @Override
  public void close() {
    var _ = near.shutdownGracefully();
    var _ = far.shutdownGracefully();
  }

  private static ChannelHandler frames(BiConsumer<Channel, BytesValue> received) {
    return new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel channel) {
        channel
            .pipeline()
            .addLast(new FlushConsolidationHandler(256, true))
            .addLast(new LengthFieldBasedFrameDecoder(LARGEST, 0, 4, 0, 4))
            .addLast(new Messages(received));
      }
    };
  }

  private static void write(Channel channel, BytesValue message) {
    int size = message.getSerializedSize();
    ByteBuf frame = channel.alloc().directBuffer(4 + size);
    frame.writeInt(size);
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(frame.nioBuffer(4, size));
      message.writeTo(out);
      out.flush();
    } catch (IOException e) {
      frame.release();
      throw new UncheckedIOException(e);
    }
    frame.writerIndex(4 + size);
    var _ = channel.writeAndFlush(frame, channel.voidPromise());
  }

  private static final class Messages extends SimpleChannelInboundHandler<ByteBuf> {
    private final BiConsumer<Channel, BytesValue> received;

    Messages(BiConsumer<Channel, BytesValue> received) {
      this.received = received;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) throws IOException {
      BytesValue message = BytesValue.parseFrom(CodedInputStream.newInstance(frame.nioBuffer()));
      received.accept(ctx.channel(), message);
    }
  }
}
