package io.synod.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A call on which both sides send many messages. Everything happens on its event loop. */
public abstract class GrpcStream extends Exchange {
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private @Nullable GrpcConnection connection;
  private @Nullable ByteBuf begun;
  private int id;
  private long window;

  /** A stream that {@link GrpcConnection#open} opens. */
  protected GrpcStream() {}

  /**
   * A message has come.
   *
   * @param in the message begins where it is read next
   * @param end where it ends
   */
  protected abstract void message(ByteBuf in, int end);

  /** The call is over: a fault, as nobody here ends one. */
  protected abstract void over(String why);

  /** Sends a message of less than 16 kB. */
  public final void send(byte[] message) {
    waiting.add(message);
    if (connection != null) {
      connection.send(this);
    }
  }

  /** From now on, the server gets room for no more than its windows have, or for all it sends. */
  public final void reads(boolean does) {
    reads = does;
    if (connection != null) {
      connection.grant(this);
    }
  }

  void opened(GrpcConnection on, int stream, long sendWindow) {
    connection = on;
    id = stream;
    window = sendWindow;
  }

  int id() {
    return id;
  }

  void granted(int bytes) {
    window += bytes;
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** What to send next, if it fits into the windows. */
  byte @Nullable [] next(long connectionWindow) {
    byte[] first = waiting.peek();
    if (first == null || Http2.GRPC_PREFIX + first.length > Math.min(window, connectionWindow)) {
      return null;
    }
    window -= Http2.GRPC_PREFIX + first.length;
    return waiting.remove();
  }

  @Override
  final void received(ByteBuf piece) {
    ByteBuf before = begun;
    if (before == null) {
      split(piece);
      if (piece.isReadable()) {
        begun = Unpooled.buffer(2 * piece.readableBytes()).writeBytes(piece);
      }
      return;
    }
    before.writeBytes(piece);
    split(before);
    if (before.isReadable()) {
      before.discardSomeReadBytes();
    } else {
      begun = null;
    }
  }

  private void split(ByteBuf in) {
    while (in.readableBytes() >= Http2.GRPC_PREFIX) {
      int length = in.getInt(in.readerIndex() + 1);
      if (in.readableBytes() < Http2.GRPC_PREFIX + length) {
        return;
      }
      in.skipBytes(Http2.GRPC_PREFIX);
      int end = in.readerIndex() + length;
      message(in, end);
      in.readerIndex(end);
    }
  }

  @Override
  final void ended() {
    over(fault == null ? "the server ended the stream" : fault);
  }
}
