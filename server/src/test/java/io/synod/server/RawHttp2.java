package io.synod.server;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client of HTTP/2 that sends the very frames that a test says, and reads what comes. */
final class RawHttp2 implements AutoCloseable {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int WINDOW_UPDATE = 8;
  static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int TIMEOUT_MILLIS = 30_000;

  record Frame(int type, int flags, int stream, ByteString payload) {

    boolean ends() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }
  }

  /** What came back on one stream: its headers and trailers in one, and its bytes. */
  record Response(Http2Headers headers, ByteString body) {

    String header(String name) {
      return String.valueOf(headers.get(name));
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(unsent);
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

  RawHttp2(String endpoint) throws IOException {
    URI uri = URI.create(endpoint);
    socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(SETTINGS, 0, 0, new byte[0]);
  }

  void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    out.writeByte(payload.length >>> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }

  void number(int type, int stream, int number) throws IOException {
    frame(
        type,
        0,
        stream,
        new byte[] {
          (byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number
        });
  }

  void call(int stream, String path) throws IOException, Http2Exception {
    headers(stream, "POST", path, "application/grpc", 0);
  }

  void headers(int stream, String method, String path, String type, int flags, String... more)
      throws IOException, Http2Exception {
    Http2Headers headers =
        new DefaultHttp2Headers().method(method).scheme("http").path(path).authority("test");
    headers.add("content-type", type).add("te", "trailers");
    for (int i = 0; i < more.length; i += 2) {
      headers.add(more[i], more[i + 1]);
    }
    ByteBuf block = Unpooled.buffer();
    encoder.encodeHeaders(stream, headers, block);
    frame(HEADERS, END_HEADERS | flags, stream, ByteBufUtil.getBytes(block));
  }

  /** Returns when the server has seen all that was sent; what it says meanwhile is dropped. */
  void settle() throws IOException {
    frame(PING, 0, 0, new byte[8]);
    flush();
    Frame frame;
    do {
      frame = read();
    } while (frame.type() != PING);
  }

  void flush() throws IOException {
    socket.getOutputStream().write(unsent.toByteArray());
    unsent.reset();
  }

  /** The next frame; settings are acknowledged on the way. */
  Frame read() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = new byte[length];
    in.readFully(payload);
    Frame frame = new Frame(type, flags, stream, ByteString.copyFrom(payload));
    if (frame.type() == SETTINGS && (frame.flags() & ACK) == 0) {
      frame(SETTINGS, ACK, 0, new byte[0]);
      flush();
    }
    return frame;
  }

  /**
   * Reads until a stream ends; other streams' frames are dropped.
   *
   * @param window grants as many bytes as came, once that many have come
   */
  Response response(int stream, int window) throws IOException, Http2Exception {
    Http2Headers headers = new DefaultHttp2Headers(false);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int taken = 0;
    while (true) {
      Frame frame = read();
      if (frame.type() == HEADERS) {
        Http2Headers decoded =
            decoder.decodeHeaders(
                frame.stream(), Unpooled.wrappedBuffer(frame.payload().asReadOnlyByteBuffer()));
        if (frame.stream() == stream) {
          headers.add(decoded);
        }
      } else if (frame.type() == DATA && frame.stream() == stream) {
        frame.payload().writeTo(body);
        taken += frame.payload().size();
      }
      if (frame.stream() == stream && frame.ends()) {
        return new Response(headers, ByteString.copyFrom(body.toByteArray()));
      }
      if (taken >= window) {
        number(WINDOW_UPDATE, 0, taken);
        number(WINDOW_UPDATE, stream, taken);
        flush();
        taken = 0;
      }
    }
  }

  /** Returns once the server has closed the connection, whatever it says before. */
  void awaitClose() throws IOException {
    var _ = socket.getInputStream().readAllBytes();
  }

  @Override
  public void close() throws IOException {
    encoder.close();
    socket.close();
  }
}
