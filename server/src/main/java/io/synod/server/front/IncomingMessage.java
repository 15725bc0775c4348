package io.synod.server.front;

import io.netty.buffer.ByteBuf;
import io.synod.server.front.GrpcStatus.Code;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One gRPC message on its way in: taken out of its frame, in however many pieces that comes. */
final class IncomingMessage {

  /** What stands before each message: a byte for compression, four for the length. */
  static final int PREFIX = 5;

  private static final byte[] NONE = {};

  /** What is set aside for a message before any of it is there: an announcement costs nothing. */
  private static final int UNSEEN = 64 << 10;

  private final int limit;
  private int prefix;
  private boolean compressed;
  private int length;
  private byte[] message = NONE;
  private int filled;

  /**
   * Nothing has come yet.
   *
   * @param limit the most bytes that a message may have
   */
  IncomingMessage(int limit) {
    this.limit = limit;
  }

  /** Reads a piece to its end; answers why the message is refused, or null so far. */
  @Nullable GrpcStatus add(ByteBuf piece) {
    while (prefix < PREFIX) {
      if (!piece.isReadable()) {
        return null;
      }
      int next = piece.readUnsignedByte();
      if (prefix == 0) {
        compressed = next != 0;
      } else {
        length = length << 8 | next;
      }
      prefix++;
    }
    if (compressed) {
      return new GrpcStatus(Code.UNIMPLEMENTED, "Compressed requests are not taken.");
    }
    if (length < 0 || length > limit) {
      return tooLong();
    }
    int more = piece.readableBytes();
    if (more > length - filled) {
      return notWhole();
    }
    if (filled + more > message.length) {
      int enough = Math.max(filled + more, Math.max(2 * message.length, UNSEEN));
      message = Arrays.copyOf(message, Math.min(length, enough));
    }
    piece.readBytes(message, filled, more);
    filled += more;
    return null;
  }

  /** Whether the message is there to its last byte. */
  boolean isWhole() {
    return prefix == PREFIX && filled == length;
  }

  /** The whole message. */
  byte[] message() {
    return message;
  }

  static GrpcStatus notWhole() {
    return new GrpcStatus(Code.INTERNAL, "The request is not one whole gRPC message.");
  }

  /** A message that is longer than any request can be; the text is gRPC's own in etcd's server. */
  private GrpcStatus tooLong() {
    return new GrpcStatus(
        Code.RESOURCE_EXHAUSTED,
        "grpc: received message larger than max (%s vs. %d)"
            .formatted(Integer.toUnsignedString(length), limit));
  }
}
