package io.synod.server.front;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events over HTTP/1.1, in chunks, until the connection closes. */
final class EventExchange implements Viewer {

  private static final Logger log = LoggerFactory.getLogger(EventExchange.class);

  private final ChannelHandlerContext ctx;
  private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
  private @Nullable ChannelFuture last;
  private long lastAt;

  EventExchange(ChannelHandlerContext ctx) {
    this.ctx = ctx;
  }

  /** Says that events follow; completed when the connection is gone. On the event loop. */
  CompletableFuture<Boolean> begin() {
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    HttpUtil.setTransferEncodingChunked(head, true);
    HEADERS.forEach(head.headers()::set);
    var _ = ctx.writeAndFlush(head);
    return gone;
  }

  @Override
  public ScheduledExecutorService eventLoop() {
    return ctx.channel().eventLoop();
  }

  @Override
  public void show(byte[] event) {
    try {
      eventLoop().execute(() -> write(event));
    } catch (RejectedExecutionException e) {
      log.debug("The server stops; the viewer sees that.", e);
    }
  }

  private void write(byte[] event) {
    ChannelFuture before = last;
    if (before == null || before.isDone()) {
      lastAt = System.nanoTime();
      last = ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(event)));
    } else if (System.nanoTime() - lastAt > PATIENCE_NANOS) {
      var _ = ctx.close();
    }
  }

  @Override
  public void whenGone(Runnable action) {
    var _ = gone.thenRun(action);
  }

  /** The connection is gone. On the event loop. */
  void closed() {
    boolean _ = gone.complete(true);
  }
}
