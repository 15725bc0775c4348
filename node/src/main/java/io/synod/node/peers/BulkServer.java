package io.synod.node.peers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection on which another member fetches a snapshot. It pulls, so what waits here is what it
 * asked for.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write or close that fails closes the channel, and is seen there
final class BulkServer extends SimpleChannelInboundHandler<ByteBuf> {

  private static final Logger LOG = LoggerFactory.getLogger(BulkServer.class);

  private final BulkService service;

  BulkServer(BulkService service) {
    this.service = service;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) throws IOException {
    BulkRequest request = BulkRequest.parseFrom(Frames.input(frame));
    service
        .answer(request)
        .whenComplete((reply, failure) -> ctx.executor().execute(() -> send(ctx, reply, failure)));
  }

  private static void send(
      ChannelHandlerContext ctx,
      BulkReply reply,
      @org.jspecify.annotations.Nullable Throwable failure) {
    try {
      BulkReply answer =
          failure == null
              ? reply
              : BulkReply.newBuilder().setFailure(String.valueOf(failure.getMessage())).build();
      ctx.writeAndFlush(Frames.encode(answer, ctx.alloc()), ctx.voidPromise());
    } catch (IOException e) {
      LOG.warn("A piece of a snapshot could not be sent: {}", e.getMessage());
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
