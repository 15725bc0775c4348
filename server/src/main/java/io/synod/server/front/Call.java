package io.synod.server.front;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.store.request.RefusedException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One unary gRPC call that waits for its answer. Its methods are called on its event loop, unless
 * they say otherwise. What ends a call that has ended already, because the client gave it up or its
 * deadline is over, goes nowhere.
 */
public final class Call implements Served {

  private static final Logger log = LoggerFactory.getLogger(Call.class);

  private final Outlet outlet;
  private final Terms terms;
  private final GrpcMethod.Unary handler;
  private final IncomingMessage incoming;
  private @Nullable Runnable whenOver;
  private long begun;
  private volatile boolean over;

  Call(Outlet outlet, Terms terms, GrpcMethod.Unary handler) {
    this.outlet = outlet;
    this.terms = terms;
    this.handler = handler;
    this.incoming = terms.incoming();
  }

  /** Finds out what a call is answered. */
  public interface Finder {
    /**
     * What is found; null if nobody wants it any more.
     *
     * @throws RefusedException if the answer is a refusal
     */
    @Nullable Content find() throws RefusedException;
  }

  /** Where the answer has to be given. From any thread. */
  public ScheduledExecutorService eventLoop() {
    return outlet.eventLoop();
  }

  /** Has something done on the event loop, unless the server stops. From any thread. */
  public void onLoop(Runnable then) {
    try {
      outlet.eventLoop().execute(then);
    } catch (RejectedExecutionException e) {
      log.debug("The server stops; the client sees that.", e);
    }
  }

  /**
   * Ends the call with what a worker finds, because finding it would keep the event loop from other
   * calls.
   */
  public void find(Finder finder) {
    try {
      terms.shared().finders.execute(() -> search(finder));
    } catch (RejectedExecutionException e) {
      fail(GrpcStatus.STOPPED);
    }
  }

  private void search(Finder finder) {
    if (over) {
      return;
    }
    try {
      Content found = finder.find();
      if (found != null) {
        give(found);
      }
    } catch (RefusedException e) {
      onLoop(() -> fail(GrpcStatus.of(e.refusal())));
    } catch (RuntimeException e) {
      log.error("An answer could not be found.", e);
      onLoop(() -> fail(GrpcStatus.BROKEN));
    }
  }

  private void give(Content found) {
    try {
      outlet.eventLoop().execute(() -> answer(found));
    } catch (RejectedExecutionException e) {
      found.close();
    }
  }

  /** Whether nobody waits for an answer any more. From any thread. */
  public boolean isOver() {
    return over;
  }

  /**
   * Has something done when the call ends in whatever way; it takes the place of what was to be.
   */
  public void whenOver(Runnable action) {
    whenOver = action;
  }

  /** The request's bytes are not needed any more, though the call goes on. */
  public void letGoOfRequest() {
    incoming.release();
  }

  @Override
  public long deadline() {
    return terms.deadline();
  }

  @Override
  public boolean data(ByteBuf piece) {
    GrpcStatus refused = incoming.add(piece);
    if (refused == null && piece.isReadable()) {
      refused = IncomingMessage.NOT_WHOLE;
    }
    if (refused != null) {
      fail(refused);
    }
    return refused == null;
  }

  @Override
  public void end() {
    GrpcStatus refused = incoming.end();
    if (refused != null) {
      fail(refused);
    } else {
      handle(incoming.take());
    }
  }

  /** Takes the request, which is whole, from whatever it came in. */
  void received(byte[] message) {
    GrpcStatus refused = terms.tooLong(message);
    if (refused != null) {
      fail(refused);
    } else {
      handle(message);
    }
  }

  private void handle(byte[] message) {
    begun = terms.method().meter().begin();
    if (terms.lacksLeader()) {
      fail(GrpcStatus.NO_LEADER);
      return;
    }
    try {
      handler.handle(this, message);
    } catch (InvalidProtocolBufferException e) {
      fail(GrpcStatus.NO_MESSAGE);
    } catch (RefusedException e) {
      fail(GrpcStatus.of(e.refusal()));
    } catch (RuntimeException e) {
      log.error("A request could not be handled.", e);
      fail(GrpcStatus.BROKEN);
    }
  }

  /** Ends the call with an answer. */
  public void answer(MessageLite message) {
    answer(new MessageContent(message));
  }

  /**
   * Ends the call with an answer.
   *
   * @param message is closed when it is sent, or cannot be
   */
  public void answer(Content message) {
    if (end(Code.OK)) {
      outlet.answer(message);
    } else {
      message.close();
    }
  }

  /** Ends the call without one. */
  public void fail(GrpcStatus status) {
    if (end(status.code())) {
      outlet.finish(status);
    }
  }

  @Override
  public void expire() {
    if (over) {
      outlet.cutOff();
    } else {
      fail(GrpcStatus.TOO_LATE);
    }
  }

  @Override
  public void closed() {
    boolean _ = end(Code.CANCELED);
    incoming.release();
    terms.shared().calls.give(1);
  }

  private boolean end(Code code) {
    if (over) {
      return false;
    }
    over = true;
    terms.method().meter().count(code);
    if (begun != 0 && code == Code.OK) {
      terms.method().meter().took(begun);
    }
    Runnable action = whenOver;
    if (action != null) {
      whenOver = null;
      action.run();
    }
    return true;
  }
}
