package io.synod.server.front;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/**
 * How an answer looks on the wire: headers, the message in its frame, trailers.
 *
 * <p>The headers of all answers are the same, so a short answer is put together from bytes that are
 * ready. They name entries of HPACK's static table only, and so neither need nor change what the
 * connection's encoder remembers.
 */
final class AnswerFrames {

  /** The longest message that fits a frame which any client takes. */
  static final int MOST_IN_ONE_FRAME = 16_384 - IncomingMessage.PREFIX;

  static final Http2Headers HEADERS =
      ReadOnlyHttp2Headers.serverHeaders(
          false,
          AsciiString.cached("200"),
          AsciiString.cached("content-type"),
          AsciiString.cached("application/grpc"));
  static final Http2Headers TRAILERS =
      ReadOnlyHttp2Headers.trailers(
          false, AsciiString.cached("grpc-status"), AsciiString.cached("0"));

  private static final int FRAME_HEADER = 9;
  private static final byte DATA = 0;
  private static final byte HEADERS_TYPE = 1;
  private static final byte END_STREAM = 1;
  private static final byte END_HEADERS = 4;

  private static final byte[] HEADER_BLOCK = headerBlock();
  private static final byte[] TRAILER_BLOCK = trailerBlock();

  private AnswerFrames() {}

  /** How many bytes of the windows a message takes. */
  static int windowBytes(int messageBytes) {
    return IncomingMessage.PREFIX + messageBytes;
  }

  /** Appends a whole answer that ends its stream; nothing if the message cannot be written. */
  static void write(ByteBuf out, int stream, Content message, int size) {
    int start = out.writerIndex();
    try {
      append(out, stream, message, size);
    } catch (RuntimeException e) {
      out.writerIndex(start);
      throw e;
    }
  }

  /**
   * Appends one message of a stream that goes on; nothing if it cannot be written.
   *
   * @param first whether nothing has been sent on the stream
   */
  static void writeOne(ByteBuf out, int stream, Content message, int size, boolean first) {
    int start = out.writerIndex();
    try {
      if (first) {
        header(out, stream);
      }
      data(out, stream, message, size);
    } catch (RuntimeException e) {
      out.writerIndex(start);
      throw e;
    }
  }

  private static void append(ByteBuf out, int stream, Content message, int size) {
    header(out, stream);
    data(out, stream, message, size);
    frame(out, TRAILER_BLOCK.length, HEADERS_TYPE, (byte) (END_HEADERS | END_STREAM), stream)
        .writeBytes(TRAILER_BLOCK);
  }

  private static void header(ByteBuf out, int stream) {
    frame(out, HEADER_BLOCK.length, HEADERS_TYPE, END_HEADERS, stream).writeBytes(HEADER_BLOCK);
  }

  private static void data(ByteBuf out, int stream, Content message, int size) {
    frame(out, windowBytes(size), DATA, (byte) 0, stream);
    message.append(out.writeByte(0).writeInt(size), size);
  }

  /** How many bytes a whole answer takes. */
  static int length(int messageBytes) {
    return 3 * FRAME_HEADER
        + HEADER_BLOCK.length
        + windowBytes(messageBytes)
        + TRAILER_BLOCK.length;
  }

  private static ByteBuf frame(ByteBuf out, int length, byte type, byte flags, int stream) {
    return out.writeMedium(length).writeByte(type).writeByte(flags).writeInt(stream);
  }

  /** {@code :status 200} is entry 8 whole, {@code content-type} the name of entry 31. */
  private static byte[] headerBlock() {
    byte[] type = "application/grpc".getBytes(StandardCharsets.US_ASCII);
    byte[] block = new byte[4 + type.length];
    block[0] = (byte) 0x88;
    block[1] = 0x0f;
    block[2] = 31 - 15;
    block[3] = (byte) type.length;
    System.arraycopy(type, 0, block, 4, type.length);
    return block;
  }

  private static byte[] trailerBlock() {
    byte[] name = "grpc-status".getBytes(StandardCharsets.US_ASCII);
    byte[] block = new byte[4 + name.length];
    block[1] = (byte) name.length;
    System.arraycopy(name, 0, block, 2, name.length);
    block[2 + name.length] = 1;
    block[3 + name.length] = '0';
    return block;
  }
}
