package io.synod.server.front;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.synod.server.front.GrpcStatus.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call that came as JSON over HTTP/1.1, and its answer: one text, or a line for each message of
 * a stream. Everything happens on the connection's event loop, but for long answers, which are made
 * elsewhere.
 */
final class JsonExchange implements Outlet {

  private static final Logger log = LoggerFactory.getLogger(JsonExchange.class);

  private static final int MADE_AT_ONCE = 32 << 10;

  /** How much more memory an answer takes on its way than it has bytes. */
  private static final int COPIES = 5;

  private static final GrpcStatus TOO_LONG =
      new GrpcStatus(
          Code.RESOURCE_EXHAUSTED,
          "The answer is too long for JSON: ask for less with a limit, or use gRPC.");

  private final ChannelHandlerContext ctx;
  private final Shared shared;
  private final JsonMethod method;
  private final boolean keepAlive;
  private final CompletableFuture<Boolean> done = new CompletableFuture<>();
  private @Nullable Served served;
  private boolean begun;

  JsonExchange(ChannelHandlerContext ctx, Shared shared, JsonMethod method, boolean keepAlive) {
    this.ctx = ctx;
    this.shared = shared;
    this.method = method;
    this.keepAlive = keepAlive;
  }

  /**
   * Makes the call.
   *
   * @return completed when all of the answer is written, or the connection is gone
   */
  CompletableFuture<Boolean> run(String verb, boolean requiresLeader, byte[] body) {
    switch (verb) {
      case "POST" -> call(requiresLeader, body);
      case "OPTIONS" -> respond(200, "text/plain; charset=utf-8", "");
      default -> respond(405, "text/plain; charset=utf-8", "Method Not Allowed\n");
    }
    return done;
  }

  /** Refuses the call, whose body was too long to be kept. */
  CompletableFuture<Boolean> refused(GrpcStatus why) {
    method.method().meter().count(why.code());
    finish(why);
    return done;
  }

  private void call(boolean requiresLeader, byte[] body) {
    List<Message> requests;
    try {
      requests = Json.read(body, method.request());
    } catch (IOException e) {
      refuse(new GrpcStatus(Code.INVALID_ARGUMENT, Json.firstLine(e)));
      return;
    }
    if (!shared.calls.take(1)) {
      refuse(GrpcStatus.TOO_MANY);
      return;
    }
    Terms terms = new Terms(method.method(), false, requiresLeader, Deadlines.NEVER, shared);
    switch (method.method().handler()) {
      case GrpcMethod.Unary unary -> {
        Call call = new Call(this, terms, unary);
        served = call;
        call.received((requests.isEmpty() ? method.request() : requests.getFirst()).toByteArray());
      }
      case GrpcMethod.Streaming streaming -> {
        StreamCall call = new StreamCall(this, terms, streaming);
        served = call;
        requests.forEach(request -> call.received(request.toByteArray()));
        call.end();
      }
    }
  }

  @Override
  public EventLoop eventLoop() {
    return ctx.channel().eventLoop();
  }

  @Override
  public boolean isWritable() {
    return ctx.channel().isWritable();
  }

  /** The client takes more than it did. */
  void tellIfReady() {
    if (served instanceof StreamCall call) {
      call.tellIfReady();
    }
  }

  /** The connection is gone, or the answer is complete. */
  void closed() {
    Served ended = served;
    if (ended != null) {
      served = null;
      ended.closed();
    }
    boolean _ = done.complete(true);
  }

  @Override
  public void answer(Content message) {
    long taken = COPIES * message.size();
    if (message.size() > Integer.MAX_VALUE / COPIES || !shared.unsent.take(taken)) {
      message.close();
      refuse(TOO_LONG);
    } else if (message.size() <= MADE_AT_ONCE) {
      made(text(message), taken);
    } else {
      makeElsewhere(message, taken);
    }
  }

  private void makeElsewhere(Content message, long taken) {
    try {
      shared.makers.execute(() -> {
        String text = text(message);
        eventLoop().execute(() -> made(text, taken));
      });
    } catch (RejectedExecutionException e) {
      message.close();
      shared.unsent.give(taken);
      refuse(GrpcStatus.STOPPED);
    }
  }

  private void made(@Nullable String text, long taken) {
    shared.unsent.give(taken);
    if (text == null) {
      refuse(GrpcStatus.BROKEN);
    } else {
      respond(200, "application/json", text);
    }
  }

  private @Nullable String text(Content content) {
    try (content) {
      return Json.write(message(content));
    } catch (RuntimeException | InvalidProtocolBufferException e) {
      log.error("An answer could not be made.", e);
      return null;
    }
  }

  private Message message(Content content) throws InvalidProtocolBufferException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(content.size()));
    content.write(bytes);
    return method.response().getParserForType().parseFrom(bytes.flip());
  }

  @Override
  public boolean sendNow(Content content) {
    try (content) {
      String line = Json.line(message(content));
      begin();
      chunk(line);
    } catch (RuntimeException | InvalidProtocolBufferException e) {
      log.error("A message could not be made.", e);
      cutOff();
    }
    return true;
  }

  @Override
  public void sendLater(Content message) {
    throw new IllegalStateException("Everything is sent at once.");
  }

  @Override
  public void finish(GrpcStatus status) {
    boolean ok = status.code() == Code.OK;
    boolean stream = method.method().handler() instanceof GrpcMethod.Streaming;
    if (!begun && !ok) {
      String text = stream ? Json.streamError(status) : Json.error(status);
      respond(Json.httpStatus(status.code()), "application/json", text);
      return;
    }
    begin();
    if (!ok) {
      chunk(Json.streamError(status));
    }
    end(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  @Override
  public void cutOff() {
    var _ = ctx.close();
  }

  private void begin() {
    if (!begun) {
      begun = true;
      HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
      HttpUtil.setTransferEncodingChunked(head, true);
      headers(head.headers(), "application/json");
      var _ = ctx.write(head);
    }
  }

  private void chunk(String text) {
    ByteBuf bytes = ByteBufUtil.writeUtf8(ctx.alloc(), text);
    var _ = ctx.writeAndFlush(new DefaultHttpContent(bytes));
  }

  private void refuse(GrpcStatus status) {
    respond(Json.httpStatus(status.code()), "application/json", Json.error(status));
  }

  private void respond(int status, String type, String text) {
    ByteBuf body = ByteBufUtil.writeUtf8(ctx.alloc(), text);
    int length = body.readableBytes();
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
    headers(response.headers(), type);
    var _ = response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, length);
    end(response);
  }

  /** Any page may ask, as with etcd's default. */
  private void headers(HttpHeaders headers, String type) {
    var _ =
        headers
            .set(HttpHeaderNames.CONTENT_TYPE, type)
            .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
            .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST, GET, OPTIONS, PUT, DELETE")
            .set(
                HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
                "accept, content-type, authorization");
    if (!keepAlive) {
      var _ = headers.set(HttpHeaderNames.CONNECTION, "close");
    }
  }

  private void end(Object last) {
    var written = ctx.writeAndFlush(last);
    if (!keepAlive) {
      var _ = written.addListener(_ -> cutOff());
    }
    closed();
  }
}
