package io.synod.server.front;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.synod.server.front.GrpcStatus.Code;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gRPC call on which both sides may send many messages. All of its methods are called on its
 * event loop, unless they say otherwise.
 */
public final class StreamCall implements Served {

  /** Hears what becomes of the call; called on its event loop. */
  public interface Session {
    /**
     * A message has come, which belongs to the session.
     *
     * @throws InvalidProtocolBufferException if it is not one of this method; that ends the call
     */
    void received(byte[] message) throws InvalidProtocolBufferException;

    /** The client sends no more. */
    void ended();

    /** All that was sent has left, after it could not at once. */
    void ready();

    /** The call is over; nothing that is sent goes anywhere. */
    void closed();
  }

  private static final Logger log = LoggerFactory.getLogger(StreamCall.class);

  /** About what a message that waits takes beside its bytes. */
  private static final int OVERHEAD = 128;

  private final Outlet outlet;
  private final Terms terms;
  private final Shared shared;
  private final Session session;
  private final ArrayDeque<Content> waiting = new ArrayDeque<>();
  private IncomingMessage incoming;
  private long held;
  private boolean sending;
  private @Nullable GrpcStatus ending;
  private volatile boolean over;

  StreamCall(Outlet outlet, Terms terms, GrpcMethod.Streaming handler) {
    this.outlet = outlet;
    this.terms = terms;
    this.shared = terms.shared();
    this.incoming = terms.incoming();
    this.session = handler.open(this);
  }

  /** The event loop on which everything happens. From any thread. */
  public ScheduledExecutorService eventLoop() {
    return outlet.eventLoop();
  }

  /** Where work is done that would keep the event loop from other calls. From any thread. */
  public Executor finders() {
    return shared.finders;
  }

  /** Whether nothing that is sent goes anywhere any more. From any thread. */
  public boolean isOver() {
    return over;
  }

  /** Whether the client wants the call to end when there is no leader. */
  public boolean requiresLeader() {
    return terms.requiresLeader();
  }

  /** Whether there is nothing that waits for the client to read. */
  public boolean isReady() {
    return !sending && waiting.isEmpty() && outlet.isWritable();
  }

  /** Sends a message, after all that were sent before. */
  public void send(MessageLite message) {
    send(new MessageContent(message));
  }

  /**
   * Sends a message, after all that were sent before.
   *
   * @param message is closed when it is sent, or cannot be
   */
  public void send(Content message) {
    if (over || ending != null) {
      message.close();
    } else if (!sending && waiting.isEmpty()) {
      begin(message);
    } else if (shared.unsent.take(message.size() + OVERHEAD)) {
      held += message.size() + OVERHEAD;
      waiting.add(message);
    } else {
      message.close();
      breakOff(GrpcStatus.NOT_READ);
    }
  }

  private void begin(Content message) {
    if (!outlet.sendNow(message)) {
      sending = true;
      outlet.sendLater(new Tracked(message));
    }
  }

  /** Ends the call when all that was sent before has left. */
  public void end(GrpcStatus status) {
    if (over || ending != null) {
      return;
    }
    ending = status;
    finishIfDone();
  }

  private void breakOff(GrpcStatus status) {
    if (!over) {
      ending = status;
      dropWaiting();
      finishIfDone();
    }
  }

  private void finishIfDone() {
    GrpcStatus status = ending;
    if (status != null && !sending && waiting.isEmpty() && finish(status.code())) {
      outlet.finish(status);
    }
  }

  private void sent() {
    sending = false;
    while (!over && !sending && !waiting.isEmpty()) {
      Content message = waiting.remove();
      long size = message.size() + OVERHEAD;
      held -= size;
      shared.unsent.give(size);
      begin(message);
    }
    finishIfDone();
    tellIfReady();
  }

  /** The connection takes more than it did. */
  void tellIfReady() {
    if (!over && ending == null && isReady()) {
      session.ready();
    }
  }

  @Override
  public long deadline() {
    return terms.deadline();
  }

  @Override
  public boolean data(ByteBuf piece) {
    while (!over && ending == null && piece.isReadable()) {
      GrpcStatus refused = incoming.add(piece);
      if (refused == null && incoming.isWhole()) {
        refused = handle();
      }
      if (refused != null) {
        breakOff(refused);
      }
    }
    return !over && ending == null;
  }

  private @Nullable GrpcStatus handle() {
    GrpcStatus refused = incoming.end();
    if (refused != null) {
      return refused;
    }
    byte[] message = incoming.take();
    incoming.release();
    incoming = terms.incoming();
    return handle(message);
  }

  /** Takes a message that is whole, from whatever it came in. */
  void received(byte[] message) {
    if (over || ending != null) {
      return;
    }
    GrpcStatus tooLong = terms.tooLong(message);
    GrpcStatus refused = tooLong == null ? handle(message) : tooLong;
    if (refused != null) {
      breakOff(refused);
    }
  }

  private @Nullable GrpcStatus handle(byte[] message) {
    if (terms.lacksLeader()) {
      return GrpcStatus.NO_LEADER;
    }
    try {
      session.received(message);
      return null;
    } catch (InvalidProtocolBufferException e) {
      return GrpcStatus.NO_MESSAGE;
    } catch (RuntimeException e) {
      log.error("A request could not be handled.", e);
      return GrpcStatus.BROKEN;
    }
  }

  @Override
  public void end() {
    if (!over && ending == null) {
      session.ended();
    }
  }

  @Override
  public void expire() {
    if (over) {
      outlet.cutOff();
    } else {
      breakOff(GrpcStatus.TOO_LATE);
      if (!over) {
        outlet.cutOff();
      }
    }
  }

  @Override
  public void closed() {
    boolean _ = finish(Code.CANCELED);
    incoming.release();
    shared.calls.give(1);
  }

  private boolean finish(Code code) {
    if (over) {
      return false;
    }
    over = true;
    terms.method().meter().count(code);
    dropWaiting();
    session.closed();
    return true;
  }

  private void dropWaiting() {
    waiting.forEach(Content::close);
    waiting.clear();
    shared.unsent.give(held);
    held = 0;
  }

  /** A message whose end makes room for the next. */
  private final class Tracked implements Content {
    private final Content content;

    Tracked(Content content) {
      this.content = content;
    }

    @Override
    public long size() {
      return content.size();
    }

    @Override
    public void write(ByteBuffer out) {
      content.write(out);
    }

    @Override
    public long held() {
      return content.held();
    }

    @Override
    public void letGo() {
      content.letGo();
    }

    @Override
    public void close() {
      content.close();
      if (!over) {
        eventLoop().execute(StreamCall.this::sent);
      }
    }
  }
}
