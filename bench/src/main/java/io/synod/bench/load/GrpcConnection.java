package io.synod.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
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
 * The client's end of one HTTP/2 connection that carries unary gRPC calls, with as little work per
 * call as possible, since the load shares its processors with what it measures.
 *
 * <p>All calls made while a piece of input is handled leave in one write. Everything here happens
 * on the channel's event loop.
 */
final class GrpcConnection extends ByteToMessageDecoder {
  private static final CharSequence GRPC_STATUS = AsciiString.cached("grpc-status");
  private static final CharSequence GRPC_MESSAGE = AsciiString.cached("grpc-message");

  private record Waiting(Call call, Exchange exchange) {}

  private final CompletableFuture<GrpcConnection> ready = new CompletableFuture<>();
  private final DefaultHttp2HeadersDecoder headersDecoder = new DefaultHttp2HeadersDecoder(false);
  private final IntObjectHashMap<Exchange> exchanges = new IntObjectHashMap<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final RequestHeaders requestHeaders;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf out;
  private @Nullable ByteBuf headerBlock;
  private boolean headerBlockEndsStream;
  private boolean handlingInput;
  private int nextStream = 1;
  private long sendWindow = 65_535;
  private int peerStreamWindow = 65_535;
  private int unacknowledged;

  GrpcConnection(String authority) {
    requestHeaders = new RequestHeaders(authority);
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

  /** Makes a call; {@code exchange} learns how it ends. Only on the event loop. */
  void call(Call call, Exchange exchange) {
    exchange.fault = null;
    exchange.answerBytes = 0;
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
      if (!handlingInput) {
        flushOutput(ctx);
      }
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
    Http2.preface(output(ctx));
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
      case Http2.DATA -> data(flags, stream, in, length);
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
        } // calls fit in a stream's initial window, so a stream's own updates do not matter
      }
      default -> {} // RFC 9113: unknown types are ignored
    }
  }

  private void data(int flags, int stream, ByteBuf in, int length) {
    unacknowledged += length;
    Exchange exchange = exchanges.get(stream);
    if (exchange == null) {
      return;
    }
    if ((flags & Http2.PADDED) != 0) {
      int padding = in.readUnsignedByte();
      exchange.received(in.readSlice(length - 1 - padding));
    } else {
      exchange.received(in.readSlice(length));
    }
    if ((flags & Http2.END_STREAM) != 0) {
      fault(exchange, "the answer ended without trailers");
      end(stream);
    }
  }

  private void headers(
      ChannelHandlerContext ctx, int type, int flags, int stream, ByteBuf in, int length)
      throws Http2Exception {
    int from = length;
    if (type == Http2.HEADERS) {
      headerBlockEndsStream = (flags & Http2.END_STREAM) != 0;
      int padding = (flags & Http2.PADDED) != 0 ? in.readUnsignedByte() : 0;
      from -= (flags & Http2.PADDED) != 0 ? 1 + padding : 0;
      if ((flags & Http2.PRIORITY) != 0) {
        in.skipBytes(5);
        from -= 5;
      }
    }
    ByteBuf block = in.readSlice(from);
    ByteBuf begun = headerBlock;
    boolean complete = (flags & Http2.END_HEADERS) != 0;
    if (complete && begun == null) {
      completeHeaders(stream, block);
      return;
    }
    if (begun == null) {
      begun = ctx.alloc().buffer();
      headerBlock = begun;
    }
    begun.writeBytes(block);
    if (complete) {
      headerBlock = null;
      try {
        completeHeaders(stream, begun);
      } finally {
        begun.release();
      }
    }
  }

  private void completeHeaders(int stream, ByteBuf block) throws Http2Exception {
    Http2Headers headers = headersDecoder.decodeHeaders(stream, block);
    Exchange exchange = exchanges.get(stream);
    if (exchange == null) {
      return;
    }
    CharSequence httpStatus = headers.status();
    if (httpStatus != null && !AsciiString.contentEquals(httpStatus, "200")) {
      fault(exchange, "HTTP status " + httpStatus);
    }
    if (!headerBlockEndsStream) {
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
      if (first == null || Http2.GRPC_PREFIX + first.call.message().length > sendWindow) {
        return;
      }
      waiting.remove();
      send(first.call, first.exchange, output(ctx));
    }
  }

  private void send(Call call, Exchange exchange, ByteBuf to) {
    int stream = nextStream;
    nextStream += 2;
    exchanges.put(stream, exchange);
    sendWindow -= Http2.GRPC_PREFIX + call.message().length;
    Http2.call(to, stream, call, requestHeaders);
  }

  private void acknowledgeData(ChannelHandlerContext ctx) {
    if (unacknowledged > Http2.CONNECTION_WINDOW / 2) {
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
