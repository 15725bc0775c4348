package io.synod.server.front;

import io.netty.buffer.ByteBuf;
import io.synod.store.answer.Room;
import java.util.Arrays;

/** What comes with a request over HTTP/1.1, in however many pieces. */
final class IncomingBody {

  /** Unless what is asked for says otherwise: as large as the largest value of a register. */
  static final int USUAL_BYTES = 1 << 20;

  private static final byte[] NONE = {};

  /** A body that is no longer takes no room. */
  private static final int SHORT = 1 << 10;

  private final Room room;
  private final int limit;
  private byte[] bytes = NONE;
  private int filled;
  private long taken;

  /**
   * Nothing has come yet.
   *
   * @param room what long bodies of all clients take together
   * @param limit the most bytes that it may have
   */
  IncomingBody(Room room, int limit) {
    this.room = room;
    this.limit = limit;
  }

  int limit() {
    return limit;
  }

  /** Whether a piece is not too much. */
  boolean fits(ByteBuf piece) {
    return piece.readableBytes() <= limit - filled;
  }

  /** Takes a piece in that fits; false if it is not taken, because others take all the room. */
  boolean add(ByteBuf piece) {
    int more = piece.readableBytes();
    if (filled + more > bytes.length) {
      int size = Math.min(limit, Math.max(filled + more, 2 * bytes.length));
      if (size > SHORT && !room.take(size - taken)) {
        return false;
      }
      taken = size > SHORT ? size : 0;
      bytes = Arrays.copyOf(bytes, size);
    }
    piece.readBytes(bytes, filled, more);
    filled += more;
    return true;
  }

  /** All that has come, the caller's from now on; the room that it takes stays taken. */
  byte[] take() {
    byte[] whole = filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
    bytes = NONE;
    return whole;
  }

  /** It is not needed any more. */
  void release() {
    bytes = NONE;
    room.give(taken);
    taken = 0;
  }
}
