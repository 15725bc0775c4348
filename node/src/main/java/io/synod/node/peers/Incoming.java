package io.synod.node.peers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.synod.core.MemberId;
import io.synod.core.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection on which another member sends: hands over all that one read brought in one piece.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write or close that fails closes the channel, and is seen there
final class Incoming extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

  private final MemberId from;
  private final Network.Listener listener;
  private List<Message> messages = new ArrayList<>();

  Incoming(MemberId from, Network.Listener listener) {
    this.from = from;
    this.listener = listener;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) throws IOException {
    ByteBuf buffer = (ByteBuf) frame;
    try {
      messages.add(MessageCodec.read(Frames.input(buffer)));
    } finally {
      buffer.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    deliver();
  }

  private void deliver() {
    if (!messages.isEmpty()) {
      List<Message> batch = messages;
      messages = new ArrayList<>();
      listener.received(from, batch);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    deliver();
    listener.disconnected(from);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)
        || cause instanceof com.google.protobuf.InvalidProtocolBufferException) {
      LOG.warn("The connection from member {} is closed: {}", from, String.valueOf(cause));
    }
    ctx.close();
  }
}
