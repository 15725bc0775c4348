package io.synod.server.front;

import io.netty.buffer.ByteBuf;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.store.answer.Room;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One gRPC message on its way in: taken out of its frame, in however many pieces that comes. */
final class IncomingMessage {

  /** What stands before each message: a byte for compression, four for the length. */
  static final int PREFIX = 5;

  /** Something is missing, or too much. */
  static final GrpcStatus NOT_WHOLE =
      new GrpcStatus(Code.INTERNAL, "The request is not one whole gRPC message.");

  private static final byte[] NONE = {};

  /** What is set aside for a message before any of it is there: an announcement costs nothing. */
  private static final int UNSEEN = 64 << 10;

  /** A message that is no longer takes no room. */
  private static final int SHORT = 1 << 10;

  private final int limit;
  private final boolean gzip;
  private final Room room;
  private int prefix;
  private boolean compressed;
  private int length;
  private byte[] message = NONE;
  private int filled;
  private long taken;

  /**
   * Nothing has come yet.
   *
   * @param limit the most bytes that a message may have
   * @param gzip whether it may be compressed
   * @param room what long messages of all clients take together
   */
  IncomingMessage(int limit, boolean gzip, Room room) {
    this.limit = limit;
    this.gzip = gzip;
    this.room = room;
  }

  /**
   * Reads a piece to its end or to the message's; answers why the message is refused, or null so
   * far.
   */
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
    if (compressed && !gzip) {
      return new GrpcStatus(
          Code.INTERNAL, "The request is compressed, and no grpc-encoding says how.");
    }
    if (length < 0 || length > limit) {
      return GrpcStatus.tooLongRequest(Integer.toUnsignedLong(length), limit);
    }
    int more = Math.min(piece.readableBytes(), length - filled);
    if (filled + more > message.length) {
      int enough = Math.max(filled + more, Math.max(2 * message.length, UNSEEN));
      int size = Math.min(length, enough);
      if (!takeUpTo(size)) {
        return GrpcStatus.TOO_MANY;
      }
      message = Arrays.copyOf(message, size);
    }
    piece.readBytes(message, filled, more);
    filled += more;
    return null;
  }

  private boolean takeUpTo(int size) {
    if (size <= SHORT || size <= taken) {
      return true;
    }
    if (!room.take(size - taken)) {
      return false;
    }
    taken = size;
    return true;
  }

  /** Whether all of it is there. */
  boolean isWhole() {
    return prefix == PREFIX && filled == length;
  }

  /** No more will come; answers why the message is refused, or null if it is whole. */
  @Nullable GrpcStatus end() {
    if (!isWhole()) {
      return NOT_WHOLE;
    }
    return compressed ? inflate() : null;
  }

  private @Nullable GrpcStatus inflate() {
    if (length == 0) {
      return null;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(message))) {
      byte[] inflated = in.readNBytes(limit + 1);
      if (inflated.length > limit) {
        return new GrpcStatus(
            Code.RESOURCE_EXHAUSTED,
            "grpc: received message after decompression larger than max (%d vs. %d)"
                .formatted(limit + 1L, limit));
      }
      if (!takeUpTo(inflated.length)) {
        return GrpcStatus.TOO_MANY;
      }
      message = inflated;
      return null;
    } catch (IOException e) {
      return new GrpcStatus(Code.INTERNAL, "The request says that it is gzip, and it is not.");
    }
  }

  /** The whole message, the caller's from now on; the room that it takes stays taken. */
  byte[] take() {
    byte[] whole = message;
    message = NONE;
    return whole;
  }

  /** The message is not needed any more. */
  void release() {
    message = NONE;
    room.give(taken);
    taken = 0;
  }
}
