package io.synod.server.front;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.google.protobuf.Descriptors.Descriptor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.store.answer.Room;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JSON body that is too long to be kept. All of it is read, as etcd does, to tell the client how
 * long its message is; a thread of its own counts that, and the connection is not read from while
 * it lags behind. Called on the connection's event loop.
 */
final class LongJson {

  private static final Logger log = LoggerFactory.getLogger(LongJson.class);

  /** What one takes, whatever its length: what waits to be counted, and what is read at once. */
  private static final int TAKEN = 512 << 10;

  private static final int MOST_WAITING = 128 << 10;
  private static final byte[] END = {};

  private final ChannelHandlerContext ctx;
  private final Room room;
  private final JsonMethod method;
  private final Pieces pieces = new Pieces();
  private final CompletableFuture<Optional<GrpcStatus>> why = new CompletableFuture<>();
  private final Thread reader;

  private LongJson(ChannelHandlerContext ctx, Room room, JsonMethod method) {
    this.ctx = ctx;
    this.room = room;
    this.method = method;
    this.reader = Thread.ofVirtual().name("synod-count").start(this::count);
  }

  /** One of which nothing has come yet; null if there are too many already. */
  static @Nullable LongJson begin(ChannelHandlerContext ctx, Room room, JsonMethod method) {
    return room.take(TAKEN) ? new LongJson(ctx, room, method) : null;
  }

  /**
   * Why it is refused, on the event loop; nothing if its message would not be too long, or that
   * cannot be told. Without an answer if the body does not come to its end.
   */
  CompletableFuture<Optional<GrpcStatus>> why() {
    return why;
  }

  /** Takes a piece in. */
  void add(ByteBuf piece) {
    if (piece.isReadable()) {
      add(ByteBufUtil.getBytes(piece));
    }
  }

  /** Takes a piece in. */
  void add(byte[] piece) {
    if (piece.length > 0) {
      pieces.add(piece);
      readOrWait();
    }
  }

  /** That was the last piece. */
  void end() {
    pieces.add(END);
  }

  /** No more will come, because the connection is gone. */
  void abandon() {
    reader.interrupt();
  }

  private void readOrWait() {
    var _ = ctx.channel().config().setAutoRead(pieces.waiting.get() <= MOST_WAITING);
  }

  private void count() {
    try {
      Optional<GrpcStatus> refusal = refusal();
      pieces.skipAll();
      ctx.channel().eventLoop().execute(() -> why.complete(refusal));
    } catch (InterruptedIOException | RejectedExecutionException e) {
      log.debug("A connection ended before its request did.", e);
    } finally {
      room.give(TAKEN);
    }
  }

  private Optional<GrpcStatus> refusal() throws InterruptedIOException {
    Descriptor type = method.request().getDescriptorForType();
    boolean all = method.method().handler() instanceof GrpcMethod.Streaming;
    int limit = method.method().maxMessageBytes();
    try {
      long size = JsonSize.longest(pieces, type, all);
      return size > limit ? Optional.of(GrpcStatus.tooLongRequest(size, limit)) : Optional.empty();
    } catch (InterruptedIOException | RejectedExecutionException e) {
      throw e;
    } catch (StreamConstraintsException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(new GrpcStatus(Code.INVALID_ARGUMENT, Json.firstLine(e)));
    } catch (RuntimeException e) {
      log.error("A long request could not be read.", e);
      return Optional.of(GrpcStatus.BROKEN);
    }
  }

  /** What has come and is not counted yet. */
  private final class Pieces extends InputStream {
    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private byte[] current = {0};
    private int position = 1;

    void add(byte[] piece) {
      var _ = waiting.addAndGet(piece.length);
      queue.add(piece);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws InterruptedIOException {
      if (position == current.length && !next()) {
        return -1;
      }
      int taken = Math.min(length, current.length - position);
      System.arraycopy(current, position, to, from, taken);
      position += taken;
      return taken;
    }

    /** Answers whether there is one. */
    private boolean next() throws InterruptedIOException {
      if (current.length == 0) {
        return false;
      }
      try {
        current = queue.take();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      position = 0;
      int before = waiting.getAndAdd(-current.length);
      if (before > MOST_WAITING && before - current.length <= MOST_WAITING) {
        ctx.channel().eventLoop().execute(LongJson.this::readOrWait);
      }
      return current.length > 0;
    }

    void skipAll() throws InterruptedIOException {
      while (next()) {
        position = current.length;
      }
    }
  }
}
