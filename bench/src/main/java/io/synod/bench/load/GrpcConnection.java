package io.synod.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.netty.util.collection.IntObjectHashMap;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one HTTP/2 connection that carries gRPC calls, with as little work per call
 * as possible, since the load shares its processors with what it measures.
 *
 * <p>All calls made while a piece of input is handled leave in one write. Everything here happens
 * on the channel's event loop.
 */
public final class GrpcConnection extends ByteToMessageDecoder {
  private static final CharSequence GRPC_STATUS = AsciiString.cached("grpc-status");
  private static final CharSequence GRPC_MESSAGE = AsciiString.cached("grpc-message");

  private record Waiting(Call call, Exchange exchange) {}

  private final CompletableFuture<GrpcConnection> ready = new CompletableFuture<>();
  private final ResponseHeaders responseHeaders = new ResponseHeaders();
  private final IntObjectHashMap<Exchange> exchanges = new IntObjectHashMap<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final RequestHeaders requestHeaders;
  private final Windows windows;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf out;
  private boolean handlingInput;
  private int nextStream = 1;
  private long sendWindow = 65_535;
  private int peerStreamWindow = 65_535;
  private int unacknowledged;

  GrpcConnection(String authority, Windows windows) {
    this.requestHeaders = new RequestHeaders(authority);
    this.windows = windows;
  }

  /** Completes once the server's settings have come, or fails with why they do not. */
  CompletableFuture<GrpcConnection> ready() {
    return ready;
  }

  /** Learns how connecting went: {@code cause} is null if it went well. */
  void connected(@Nullable Throwable cause) {
    if (cause != null) {
      ready.completeExceptionally(cause);
    }
  }

  /** Gives the connection up, with whatever is on its way. Only on the event loop. */
  void close() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      var _ = ctx.close();
    }
  }

  /** Opens a stream, which learns what comes. Only on the event loop. */
  public void open(GrpcMethod method, GrpcStream stream) {
    ChannelHandlerContext ctx = context;
    if (ctx == null || !ctx.channel().isActive()) {
      stream.fault = "the connection is closed";
      stream.ended();
      return;
    }
    stream.opened(this, nextStream, peerStreamWindow);
    exchanges.put(nextStream, stream);
    Http2.open(output(ctx), nextStream, method, requestHeaders);
    nextStream += 2;
    flushSoon(ctx);
  }

  /** Sends a message on a stream, when the windows take it. */
  void send(GrpcStream stream) {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      sendWaiting(stream, ctx);
      flushSoon(ctx);
    }
  }

  private void sendWaiting(GrpcStream stream, ChannelHandlerContext ctx) {
    byte[] next = stream.next(sendWindow);
    while (next != null) {
      sendWindow -= Http2.GRPC_PREFIX + next.length;
      Http2.message(output(ctx), stream.id(), next);
      next = stream.next(sendWindow);
    }
  }

  /** Reads from the socket, or leaves in it what comes. Only on the event loop. */
  public void read(boolean reads) {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      var _ = ctx.channel().config().setAutoRead(reads);
    }
  }

  /** Lets the server send as much on a stream as the client has taken. */
  void grant(GrpcStream stream) {
    ChannelHandlerContext ctx = context;
    if (ctx != null && exchanges.containsKey(stream.id())) {
      grant(stream, stream.id(), 1, ctx);
      flushSoon(ctx);
    }
  }

  private void grant(Exchange exchange, int stream, int least, ChannelHandlerContext ctx) {
    if (exchange.reads && exchange.ungranted >= least) {
      Http2.frame(output(ctx), 4, Http2.WINDOW_UPDATE, 0, stream).writeInt(exchange.ungranted);
      exchange.ungranted = 0;
    }
  }

  private void flushSoon(ChannelHandlerContext ctx) {
    if (!handlingInput) {
      flushOutput(ctx);
    }
  }

  /** Makes a call; {@code exchange} learns how it ends. Only on the event loop. */
  void call(Call call, Exchange exchange) {
    exchange.fault = null;
    exchange.answerBytes = 0;
    exchange.ungranted = 0;
    exchange.leastAnswerBytes = Http2.GRPC_PREFIX + call.leastAnswerBytes();
    ChannelHandlerContext ctx = context;
    if (ctx == null || !ctx.channel().isActive()) {
      exchange.fault = "the connection is closed";
      exchange.ended();
      return;
    }
    int size = Http2.GRPC_PREFIX + call.message().length;
    if (size > peerStreamWindow) {
      exchange.fault = "the request is larger than the server's initial window";
      exchange.ended();
    } else if (size > sendWindow || !waiting.isEmpty()) {
      waiting.add(new Waiting(call, exchange));
    } else {
      send(call, exchange, output(ctx));
      flushSoon(ctx);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    if (ctx.channel().isActive()) {
      greet(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    greet(ctx);
  }

  private void greet(ChannelHandlerContext ctx) {
    Http2.preface(output(ctx), windows);
    flushOutput(ctx);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
    handlingInput = true;
    super.channelRead(ctx, input);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    handlingInput = false;
    acknowledgeData(ctx);
    flushOutput(ctx);
    super.channelReadComplete(ctx);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> unused)
      throws Http2Exception {
    while (in.readableBytes() >= Http2.FRAME_HEADER) {
      int length = in.getUnsignedMedium(in.readerIndex());
      if (in.readableBytes() < Http2.FRAME_HEADER + length) {
        return;
      }
      int type = in.getUnsignedByte(in.readerIndex() + 3);
      int flags = in.getUnsignedByte(in.readerIndex() + 4);
      int stream = in.getInt(in.readerIndex() + 5) & 0x7fff_ffff;
      in.skipBytes(Http2.FRAME_HEADER);
      int end = in.readerIndex() + length;
      frame(ctx, type, flags, stream, in, length);
      in.readerIndex(end);
    }
  }

  private void frame(
      ChannelHandlerContext ctx, int type, int flags, int stream, ByteBuf in, int length)
      throws Http2Exception {
    switch (type) {
      case Http2.DATA -> data(ctx, flags, stream, in, length);
      case Http2.HEADERS, Http2.CONTINUATION -> headers(ctx, type, flags, stream, in, length);
      case Http2.RST_STREAM -> {
        Exchange exchange = exchanges.get(stream);
        if (exchange != null) {
          fault(exchange, "the server reset the stream with HTTP/2 error " + in.readInt());
          end(stream);
        }
      }
      case Http2.SETTINGS -> settings(ctx, flags, in, length);
      case Http2.PING -> {
        if ((flags & Http2.ACK) == 0) {
          Http2.frame(output(ctx), 8, Http2.PING, Http2.ACK, 0).writeLong(in.readLong());
        }
      }
      case Http2.GOAWAY -> fail(ctx, "the server says GOAWAY");
      case Http2.WINDOW_UPDATE -> {
        if (stream == 0) {
          sendWindow += in.readInt();
          sendWaiting(ctx);
        } else if (exchanges.get(stream) instanceof GrpcStream open) {
          open.granted(in.readInt());
          sendWaiting(open, ctx);
        } // unary calls fit in a stream's initial window
      }
      default -> {} // RFC 9113: unknown types are ignored
    }
  }

  private void data(ChannelHandlerContext ctx, int flags, int stream, ByteBuf in, int length) {
    unacknowledged += length;
    Exchange exchange = exchanges.get(stream);
    if (exchange == null) {
      return;
    }
    exchange.ungranted += length;
    if ((flags & Http2.PADDED) != 0) {
      int padding = in.readUnsignedByte();
      exchange.received(in.readSlice(length - 1 - padding));
    } else {
      exchange.received(in.readSlice(length));
    }
    if ((flags & Http2.END_STREAM) != 0) {
      fault(exchange, "the answer ended without trailers");
      end(stream);
    } else {
      grant(exchange, stream, windows.stream() / 2, ctx);
    }
  }

  private void headers(
      ChannelHandlerContext ctx, int type, int flags, int stream, ByteBuf in, int length)
      throws Http2Exception {
    Http2Headers headers =
        responseHeaders.add(ctx.alloc(), type, flags, stream, in.readSlice(length));
    Exchange exchange = exchanges.get(stream);
    if (headers == null || exchange == null) {
      return;
    }
    CharSequence httpStatus = headers.status();
    if (httpStatus != null && !AsciiString.contentEquals(httpStatus, "200")) {
      fault(exchange, "HTTP status " + httpStatus);
    }
    if (!responseHeaders.endStream()) {
      return;
    }
    CharSequence status = headers.get(GRPC_STATUS);
    if (status == null || !AsciiString.contentEquals(status, "0")) {
      fault(exchange, "gRPC status " + status + ": " + headers.get(GRPC_MESSAGE));
    } else if (exchange.answerBytes < exchange.leastAnswerBytes) {
      fault(exchange, "an answer of only " + exchange.answerBytes + " bytes");
    }
    end(stream);
  }

  private void settings(ChannelHandlerContext ctx, int flags, ByteBuf in, int length) {
    if ((flags & Http2.ACK) != 0) {
      return;
    }
    for (int left = length; left >= 6; left -= 6) {
      int id = in.readUnsignedShort();
      long value = in.readUnsignedInt();
      if (id == Http2.SETTINGS_INITIAL_WINDOW_SIZE) {
        peerStreamWindow = (int) value;
      } else if (id == Http2.SETTINGS_HEADER_TABLE_SIZE && value < 4_096) {
        fail(ctx, "the server's header table of " + value + " bytes is too small for this client");
      }
    }
    Http2.frame(output(ctx), 0, Http2.SETTINGS, Http2.ACK, 0);
    ready.complete(this);
  }

  private void sendWaiting(ChannelHandlerContext ctx) {
    while (true) {
      Waiting first = waiting.peek();
      if (first == null) {
        streams().forEach(stream -> sendWaiting(stream, ctx));
        return;
      }
      if (Http2.GRPC_PREFIX + first.call.message().length > sendWindow) {
        return;
      }
      waiting.remove();
      send(first.call, first.exchange, output(ctx));
    }
  }

  private List<GrpcStream> streams() {
    List<GrpcStream> streams = new ArrayList<>();
    for (Exchange exchange : exchanges.values()) {
      if (exchange instanceof GrpcStream stream && stream.isWaiting()) {
        streams.add(stream);
      }
    }
    return streams;
  }

  private void send(Call call, Exchange exchange, ByteBuf to) {
    int stream = nextStream;
    nextStream += 2;
    exchanges.put(stream, exchange);
    sendWindow -= Http2.GRPC_PREFIX + call.message().length;
    Http2.call(to, stream, call, requestHeaders);
  }

  private void acknowledgeData(ChannelHandlerContext ctx) {
    if (unacknowledged > windows.connection() / 2) {
      Http2.frame(output(ctx), 4, Http2.WINDOW_UPDATE, 0, 0).writeInt(unacknowledged);
      unacknowledged = 0;
    }
  }

  private ByteBuf output(ChannelHandlerContext ctx) {
    ByteBuf to = out;
    if (to == null) {
      to = ctx.alloc().directBuffer(4_096);
      out = to;
    }
    return to;
  }

  private void flushOutput(ChannelHandlerContext ctx) {
    ByteBuf to = out;
    if (to != null) {
      out = null;
      var _ = ctx.writeAndFlush(to, ctx.voidPromise());
    }
  }

  private static void fault(Exchange exchange, String what) {
    if (exchange.fault == null) {
      exchange.fault = what;
    }
  }

  private void end(int stream) {
    Exchange exchange = exchanges.remove(stream);
    if (exchange != null) {
      exchange.ended();
    }
  }

  private void fail(ChannelHandlerContext ctx, String why) {
    ready.completeExceptionally(new IOException(why));
    List<Exchange> open = new ArrayList<>(exchanges.values());
    waiting.forEach(w -> open.add(w.exchange));
    exchanges.clear();
    waiting.clear();
    var _ = ctx.close();
    for (Exchange exchange : open) {
      fault(exchange, why);
      exchange.ended();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    super.channelInactive(ctx);
    fail(ctx, "the server closed the connection");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(ctx, "the connection failed: " + cause.getMessage());
  }
}
