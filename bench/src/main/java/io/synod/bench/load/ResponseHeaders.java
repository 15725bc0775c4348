package io.synod.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/** The headers that a connection's server sends, of one stream at a time, perhaps in pieces. */
final class ResponseHeaders {
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private @Nullable ByteBuf begun;
  private boolean endStream;

  /**
   * Takes what a frame brings.
   *
   * @param frame its content, which is gone on return
   * @return the headers if they are whole
   */
  @Nullable Http2Headers add(
      ByteBufAllocator buffers, int type, int flags, int stream, ByteBuf frame)
      throws Http2Exception {
    ByteBuf piece = type == Http2.HEADERS ? first(flags, frame) : frame;
    boolean whole = (flags & Http2.END_HEADERS) != 0;
    ByteBuf block = begun;
    if (whole && block == null) {
      return decoder.decodeHeaders(stream, piece);
    }
    if (block == null) {
      block = buffers.buffer();
      begun = block;
    }
    block.writeBytes(piece);
    if (!whole) {
      return null;
    }
    begun = null;
    try {
      return decoder.decodeHeaders(stream, block);
    } finally {
      block.release();
    }
  }

  private ByteBuf first(int flags, ByteBuf frame) {
    endStream = (flags & Http2.END_STREAM) != 0;
    int padding = (flags & Http2.PADDED) != 0 ? frame.readUnsignedByte() : 0;
    if ((flags & Http2.PRIORITY) != 0) {
      frame.skipBytes(5);
    }
    return frame.readSlice(frame.readableBytes() - padding);
  }

  /** Whether the headers that were whole last are the end of their stream. */
  boolean endStream() {
    return endStream;
  }
}
