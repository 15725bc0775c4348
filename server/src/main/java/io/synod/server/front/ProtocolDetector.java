package io.synod.server.front;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tells by a connection's first bytes which protocol the client speaks. */
final class ProtocolDetector extends ByteToMessageDecoder {

  /** No method of HTTP/1.1 begins so; HTTP/2 does, and looks at the rest itself. */
  private static final byte[] PREFACE = "PRI ".getBytes(StandardCharsets.US_ASCII);

  private final Shared shared;

  ProtocolDetector(Shared shared) {
    this.shared = shared;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int seen = Math.min(in.readableBytes(), PREFACE.length);
    for (int i = 0; i < seen; i++) {
      if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
        become(ctx, new HttpServerCodec(), new Http1Pages(shared));
        return;
      }
    }
    if (seen == PREFACE.length) {
      become(ctx, Http2Connection.create(shared));
    }
  }

  private void become(ChannelHandlerContext ctx, ChannelHandler... handlers) {
    ChannelPipeline pipeline = ctx.pipeline();
    pipeline.addLast(handlers);
    pipeline.remove(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var _ = ctx.close();
  }
}
