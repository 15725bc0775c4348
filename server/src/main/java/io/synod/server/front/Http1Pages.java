package io.synod.server.front;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The pages over HTTP/1.1, one after the other as they were asked for. */
final class Http1Pages extends SimpleChannelInboundHandler<HttpObject> {

  /** How a gateway is told of gRPC's metadata. */
  private static final String HAS_LEADER = "Grpc-Metadata-hasleader";

  private final Shared shared;
  private @Nullable HttpRequest request;
  private @Nullable JsonExchange exchange;
  private @Nullable EventExchange events;
  private IncomingBody body;
  private @Nullable LongJson tooLong;
  private boolean refused;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(true);

  Http1Pages(Shared shared) {
    this.shared = shared;
    this.body = new IncomingBody(shared.requests, 0);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
    if (refused) {
      hangUpAfter(ctx, part);
    } else if (part.decoderResult().isFailure()) {
      refuse(ctx, PageAnswer.MALFORMED);
      var _ = last.thenRun(() -> hangUp(ctx));
    } else {
      if (part instanceof HttpRequest head) {
        begin(ctx, head);
      }
      if (part instanceof HttpContent content) {
        hear(ctx, content);
      }
    }
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest head) {
    request = head;
    JsonMethod json = shared.routes.json(head.uri());
    int limit = json == null ? IncomingBody.USUAL_BYTES : json.mostBytes();
    body = new IncomingBody(shared.requests, limit);
    if (HttpUtil.getContentLength(head, 0L) > limit) {
      exceed(ctx, head, limit);
    }
    if (!refused && HttpUtil.is100ContinueExpected(head)) {
      last = last.thenRun(() -> goOn(ctx));
    }
  }

  private static void goOn(ChannelHandlerContext ctx) {
    var _ =
        ctx.writeAndFlush(
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
  }

  private void hear(ChannelHandlerContext ctx, HttpContent content) {
    HttpRequest head = request;
    if (refused || head == null) {
      hangUpAfter(ctx, content);
      return;
    }
    if (tooLong == null && !body.fits(content.content())) {
      exceed(ctx, head, body.limit());
    }
    LongJson counted = tooLong;
    if (counted != null) {
      counted.add(content.content());
    } else if (!refused && !body.add(content.content())) {
      refuse(ctx, PageAnswer.TOO_MANY);
    }
    if (refused) {
      hangUpAfter(ctx, content);
    } else if (content instanceof LastHttpContent) {
      serve(ctx, head);
    }
  }

  /** More comes than fits: of a call, it is counted how much it is, as etcd tells its client so. */
  private void exceed(ChannelHandlerContext ctx, HttpRequest head, int limit) {
    JsonMethod json = shared.routes.json(head.uri());
    if (json == null || !head.method().equals(HttpMethod.POST)) {
      refuse(ctx, PageAnswer.tooLarge(limit));
      return;
    }
    LongJson begun = LongJson.begin(ctx, shared.requests, json);
    if (begun == null) {
      refuse(ctx, PageAnswer.TOO_MANY);
      return;
    }
    begun.add(body.take());
    body.release();
    tooLong = begun;
  }

  private void serve(ChannelHandlerContext ctx, HttpRequest head) {
    IncomingBody came = body;
    LongJson counted = tooLong;
    request = null;
    tooLong = null;
    body = new IncomingBody(shared.requests, 0);
    JsonMethod json = shared.routes.json(head.uri());
    if (json == null) {
      serve(ctx, head, came);
    } else if (counted == null) {
      last = last.thenCompose(_ -> call(ctx, head, json, came));
    } else {
      counted.end();
      last =
          last.thenCompose(_ -> counted.why())
              .thenCompose(why -> refuse(ctx, head, json, why.orElse(null)));
    }
  }

  private CompletableFuture<?> refuse(
      ChannelHandlerContext ctx, HttpRequest head, JsonMethod json, @Nullable GrpcStatus why) {
    boolean keepAlive = HttpUtil.isKeepAlive(head);
    if (why != null) {
      return new JsonExchange(ctx, shared, json, keepAlive).refused(why);
    }
    write(ctx, PageAnswer.tooLarge(json.mostBytes()), keepAlive);
    return CompletableFuture.completedFuture(true);
  }

  private void serve(ChannelHandlerContext ctx, HttpRequest head, IncomingBody came) {
    boolean keepAlive = HttpUtil.isKeepAlive(head);
    String method = head.method().name();
    EventPage goesOn = shared.routes.events(method, head.uri());
    if (goesOn != null) {
      came.release();
      last = last.thenCompose(_ -> tell(ctx, goesOn, keepAlive));
      return;
    }
    last =
        last.thenCompose(_ ->
                shared.routes.page(
                    new Asked(
                        method,
                        head.uri(),
                        head.headers()::get,
                        came.take(),
                        ctx.channel().eventLoop())))
            .thenAccept(page -> {
              came.release();
              write(ctx, page, keepAlive);
            });
  }

  private CompletableFuture<?> call(
      ChannelHandlerContext ctx, HttpRequest head, JsonMethod json, IncomingBody came) {
    JsonExchange next = new JsonExchange(ctx, shared, json, HttpUtil.isKeepAlive(head));
    if (!ctx.channel().isActive()) {
      came.release();
      return CompletableFuture.completedFuture(false);
    }
    exchange = next;
    boolean requiresLeader = head.headers().containsValue(HAS_LEADER, "true", true);
    CompletableFuture<Boolean> done = next.run(head.method().name(), requiresLeader, came.take());
    came.release();
    return done;
  }

  private CompletableFuture<?> tell(ChannelHandlerContext ctx, EventPage page, boolean keepAlive) {
    if (!ctx.channel().isActive()) {
      return CompletableFuture.completedFuture(false);
    }
    EventExchange next = new EventExchange(ctx);
    events = next;
    Optional<PageAnswer> refusal = page.open(next);
    if (refusal.isPresent()) {
      write(ctx, refusal.get(), keepAlive);
      return CompletableFuture.completedFuture(true);
    }
    return next.begin();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    JsonExchange current = exchange;
    if (current != null && ctx.channel().isWritable()) {
      current.tellIfReady();
    }
    ctx.fireChannelWritabilityChanged();
  }

  /** Answers before all of a request is here; what else comes on this connection is dropped. */
  private void refuse(ChannelHandlerContext ctx, PageAnswer why) {
    refused = true;
    body.release();
    last =
        last.thenRun(() -> {
          var _ = send(ctx, why, false);
        });
  }

  /** A client that is still sending would not see the answer if it met a closed door. */
  private void hangUpAfter(ChannelHandlerContext ctx, HttpObject part) {
    if (part instanceof LastHttpContent) {
      var _ = last.thenRun(() -> hangUp(ctx));
    }
  }

  private static void hangUp(ChannelHandlerContext ctx) {
    var _ = ctx.close();
  }

  private static void write(ChannelHandlerContext ctx, PageAnswer page, boolean keepAlive) {
    ChannelFuture written = send(ctx, page, keepAlive);
    if (!keepAlive) {
      var _ = written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private static ChannelFuture send(ChannelHandlerContext ctx, PageAnswer page, boolean keepAlive) {
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(page.status()),
            Unpooled.wrappedBuffer(page.body()));
    HttpHeaders headers = response.headers();
    if (!page.type().isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, page.type());
    }
    if (page.hasLength()) {
      headers.setInt(HttpHeaderNames.CONTENT_LENGTH, page.body().length);
    }
    page.headers().forEach(headers::set);
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, "close");
    }
    return ctx.writeAndFlush(response);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    body.release();
    if (tooLong != null) {
      tooLong.abandon();
    }
    if (exchange != null) {
      exchange.closed();
    }
    if (events != null) {
      events.closed();
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    hangUp(ctx);
  }
}
