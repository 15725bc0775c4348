package io.synod.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The frames of HTTP/2 (RFC 9113), as far as a client of gRPC writes them. */
final class Http2 {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int ACK = 0x1;
  static final int END_STREAM = 0x1;
  static final int END_HEADERS = 0x4;
  static final int PADDED = 0x8;
  static final int PRIORITY = 0x20;

  static final int SETTINGS_HEADER_TABLE_SIZE = 1;
  static final int SETTINGS_ENABLE_PUSH = 2;
  static final int SETTINGS_INITIAL_WINDOW_SIZE = 4;

  static final int FRAME_HEADER = 9;
  static final int GRPC_PREFIX = 5;

  private static final int LARGEST_FRAME = 16_384; // what every peer takes without being asked
  private static final byte[] MAGIC =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private Http2() {}

  /** Appends a frame's header; the caller appends {@code length} bytes after it. */
  static ByteBuf frame(ByteBuf out, int length, int type, int flags, int stream) {
    return out.writeMedium(length).writeByte(type).writeByte(flags).writeInt(stream);
  }

  /** Appends what a client says first: no pushes, and its windows. */
  static void preface(ByteBuf out, Windows windows) {
    out.writeBytes(MAGIC);
    frame(out, 12, SETTINGS, 0, 0);
    out.writeShort(SETTINGS_ENABLE_PUSH).writeInt(0);
    out.writeShort(SETTINGS_INITIAL_WINDOW_SIZE).writeInt(windows.stream());
    if (windows.connection() > Windows.DEFAULT) {
      frame(out, 4, WINDOW_UPDATE, 0, 0).writeInt(windows.connection() - Windows.DEFAULT);
    }
  }

  /** Appends one whole call on a new stream. */
  static void call(ByteBuf out, int stream, Call call, RequestHeaders headers) {
    open(out, stream, call.method(), headers);
    byte[] message = call.message();
    int left = message.length;
    int room = LARGEST_FRAME - GRPC_PREFIX;
    int piece = Math.min(left, room);
    frame(out, GRPC_PREFIX + piece, DATA, piece == left ? END_STREAM : 0, stream);
    out.writeByte(0).writeInt(message.length).writeBytes(message, 0, piece);
    left -= piece;
    while (left > 0) {
      piece = Math.min(left, LARGEST_FRAME);
      frame(out, piece, DATA, piece == left ? END_STREAM : 0, stream);
      out.writeBytes(message, message.length - left, piece);
      left -= piece;
    }
  }

  /** Appends the headers of a call whose messages follow. */
  static void open(ByteBuf out, int stream, GrpcMethod method, RequestHeaders headers) {
    int start = out.writerIndex();
    frame(out, 0, HEADERS, END_HEADERS, stream);
    headers.encode(method, out);
    out.setMedium(start, out.writerIndex() - start - FRAME_HEADER);
  }

  /** Appends one message of a stream that goes on; it fits in a frame. */
  static void message(ByteBuf out, int stream, byte[] message) {
    frame(out, GRPC_PREFIX + message.length, DATA, 0, stream);
    out.writeByte(0).writeInt(message.length).writeBytes(message);
  }
}
