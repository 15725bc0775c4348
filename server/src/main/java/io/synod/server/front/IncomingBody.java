package io.synod.server.front;

import io.netty.buffer.ByteBuf;
import io.synod.store.answer.Room;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What comes with a request over HTTP/1.1, in however many pieces. */
final class IncomingBody {

  /** As large as the largest value of a register. */
  static final int MOST_BYTES = 1 << 20;

  private static final byte[] NONE = {};

  /** A body that is no longer takes no room. */
  private static final int SHORT = 1 << 10;

  private final Room room;
  private byte[] bytes = NONE;
  private int filled;
  private long taken;

  /**
   * Nothing has come yet.
   *
   * @param room what long bodies of all clients take together
   */
  IncomingBody(Room room) {
    this.room = room;
  }

  /** Takes a piece in; answers why the request is refused, or null so far. */
  @Nullable PageAnswer add(ByteBuf piece) {
    int more = piece.readableBytes();
    if (more > MOST_BYTES - filled) {
      return PageAnswer.TOO_LARGE;
    }
    if (filled + more > bytes.length) {
      int size = Math.min(MOST_BYTES, Math.max(filled + more, 2 * bytes.length));
      if (size > SHORT && !room.take(size - taken)) {
        return PageAnswer.TOO_MANY;
      }
      taken = size > SHORT ? size : 0;
      bytes = Arrays.copyOf(bytes, size);
    }
    piece.readBytes(bytes, filled, more);
    filled += more;
    return null;
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
