package io.synod.server.front;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of one connection that do not leave at once, because they are long or because the
 * client has no window for them.
 *
 * <p>Their bytes are made in pieces, each no larger than the windows take, by turns, and away from
 * the event loop unless they are few. So what they take in memory does not depend on how long they
 * are, nor on how many wait. All methods are called on the event loop.
 */
final class LongAnswers {

  private static final Logger log = LoggerFactory.getLogger(LongAnswers.class);

  private static final int MOST_IN_ONE_PIECE = 128 << 10;

  /** What is made on the event loop if it is all of the answer. */
  private static final int MADE_AT_ONCE = 32 << 10;

  /** What a connection may have made and not sent. */
  private static final long MOST_UNSENT = 1 << 20;

  /** What it may even if the others have taken all the room. */
  private static final int LEAST_UNSENT = 16 << 10;

  private final Http2Connection connection;
  private final Shared shared;
  private final ArrayDeque<Sending> queue = new ArrayDeque<>();
  private long unsent;
  private long reserved;

  LongAnswers(Http2Connection connection, Shared shared) {
    this.connection = connection;
    this.shared = shared;
  }

  /** One answer. A worker uses it while it makes a piece, else the event loop. */
  private final class Sending {
    private final Http2Stream stream;
    private final Content content;
    private final long size;
    private final boolean last;
    private long left;
    private boolean making;
    private long kept;

    Sending(Http2Stream stream, Content content, boolean last) {
      this.stream = stream;
      this.content = content;
      this.size = content.size();
      this.last = last;
      this.left = IncomingMessage.PREFIX + size;
    }

    boolean isFresh() {
      return left == IncomingMessage.PREFIX + size;
    }

    ByteBuf make(ByteBuf piece, int length) {
      try {
        if (isFresh()) {
          piece.writeByte(0).writeInt((int) size);
        }
        content.append(piece, length - piece.readableBytes());
        keepOrLetGo();
        return piece;
      } catch (RuntimeException e) {
        piece.release();
        throw e;
      }
    }

    private void keepOrLetGo() {
      shared.kept.give(kept);
      kept = content.held();
      if (!shared.kept.take(kept)) {
        kept = 0;
        content.letGo();
      }
    }

    void close() {
      left = 0;
      shared.kept.give(kept);
      kept = 0;
      content.close();
    }
  }

  /** Bytes of the connection's window that pieces will take which are being made. */
  long reserved() {
    return reserved;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /**
   * Takes a message; the caller has {@link #pump} called soon.
   *
   * @param last whether the stream ends with it
   */
  void add(Http2Stream stream, Content content, boolean last) {
    content.letGo();
    queue.add(new Sending(stream, content, last));
  }

  /** Closes what nobody waits for any more. */
  void drop(Http2Stream stream) {
    queue.removeIf(sending -> sending.stream.id() == stream.id() && closed(sending));
  }

  /** Closes everything: the connection is gone. */
  void dropAll() {
    queue.removeIf(LongAnswers::closed);
  }

  /** Whether it could be closed; what is being made is closed when it comes back. */
  private static boolean closed(Sending sending) {
    if (!sending.making) {
      sending.close();
    }
    return true;
  }

  /** Has pieces made for all answers that can be sent on. */
  void pump() {
    for (int rest = queue.size(); rest > 0; rest--) {
      Sending next = queue.poll();
      if (next == null) {
        return;
      }
      if (!next.making) {
        int length = admissible(next);
        if (length > 0) {
          begin(next, length);
        }
      }
      if (next.making || next.left > 0) {
        queue.add(next);
      }
    }
  }

  /** How long the next piece of an answer may be now. */
  private int admissible(Sending sending) {
    ChannelHandlerContext ctx = connection.context();
    Http2RemoteFlowController flow = connection.connection().remote().flowController();
    if (!ctx.channel().isWritable() || flow.hasFlowControlled(sending.stream)) {
      return 0;
    }
    long window =
        Math.min(
            flow.windowSize(sending.stream),
            flow.windowSize(connection.connection().connectionStream()) - reserved);
    long most = Math.min(MOST_IN_ONE_PIECE, MOST_UNSENT - unsent);
    long length = Math.min(sending.left, Math.min(window, most));
    // What stands before the message is not cut.
    return length < (sending.isFresh() ? IncomingMessage.PREFIX : 1) ? 0 : (int) length;
  }

  private void begin(Sending sending, int wanted) {
    boolean roomy = shared.unsent.take(wanted);
    if (!roomy && unsent > 0) {
      return;
    }
    int length = roomy ? wanted : Math.min(wanted, LEAST_UNSENT);
    int taken = roomy ? wanted : 0;
    sending.making = true;
    unsent += length;
    reserved += length;
    EventLoop loop = connection.eventLoop();
    if (sending.size <= MADE_AT_ONCE) {
      made(sending, make(sending, length), length, taken);
      return;
    }
    try {
      shared.makers.execute(() -> {
        ByteBuf piece = make(sending, length);
        try {
          loop.execute(() -> made(sending, piece, length, taken));
        } catch (RejectedExecutionException e) {
          abandon(sending, piece);
        }
      });
    } catch (RejectedExecutionException e) {
      made(sending, null, length, taken);
    }
  }

  private @Nullable ByteBuf make(Sending sending, int length) {
    try {
      return sending.make(connection.context().alloc().ioBuffer(length, length), length);
    } catch (RuntimeException | OutOfMemoryError e) {
      log.error("An answer could not be made.", e);
      return null;
    }
  }

  /** The event loop has ended. */
  private static void abandon(Sending sending, @Nullable ByteBuf piece) {
    if (piece != null) {
      piece.release();
    }
    sending.close();
  }

  private void made(Sending sending, @Nullable ByteBuf piece, int length, int taken) {
    sending.making = false;
    reserved -= length;
    if (piece == null || connection.isOver(sending.stream)) {
      sent(length, taken);
      boolean broken = piece == null && !connection.isOver(sending.stream);
      abandon(sending, piece);
      if (broken) {
        connection.breakOff(sending.stream);
      }
      return;
    }
    if (!sending.stream.isHeadersSent()) {
      connection.headers(sending.stream, AnswerFrames.HEADERS, false);
    }
    sending.left -= length;
    ChannelHandlerContext ctx = connection.context();
    ChannelPromise written = ctx.newPromise();
    var _ = written.addListener(_ -> sent(length, taken));
    var _ = connection.encoder().writeData(ctx, sending.stream.id(), piece, 0, false, written);
    if (sending.left == 0) {
      sending.close();
      if (sending.last) {
        connection.headers(sending.stream, AnswerFrames.TRAILERS, true);
      }
    }
    connection.flushLater();
  }

  private void sent(int length, int taken) {
    unsent -= length;
    shared.unsent.give(taken);
    if (!queue.isEmpty()) {
      connection.flushLater();
    }
  }
}
