package io.synod.server.front;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.CompletableFuture;

/** The pages over HTTP/1.1, one after the other as they were asked for. */
final class Http1Pages extends SimpleChannelInboundHandler<FullHttpRequest> {

  private final Routes routes;
  private final EventLoop loop;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(true);

  Http1Pages(Routes routes, EventLoop loop) {
    this.routes = routes;
    this.loop = loop;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      write(ctx, PageAnswer.MALFORMED, false);
      return;
    }
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    String method = request.method().name();
    String uri = request.uri();
    byte[] body = ByteBufUtil.getBytes(request.content());
    last =
        last.thenCompose(_ -> routes.page(method, uri, body, loop))
            .thenAccept(page -> write(ctx, page, keepAlive));
  }

  private static void write(ChannelHandlerContext ctx, PageAnswer page, boolean keepAlive) {
    ByteBuf body = ByteBufUtil.writeUtf8(ctx.alloc(), page.body());
    int length = body.readableBytes();
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(page.status()), body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, page.type());
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, length);
    if (!keepAlive) {
      response.headers().set(HttpHeaderNames.CONNECTION, "close");
    }
    ChannelFuture written = ctx.writeAndFlush(response);
    if (!keepAlive) {
      var _ = written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var _ = ctx.close();
  }
}
