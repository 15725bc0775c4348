package io.synod.server.front;

import com.google.protobuf.MessageLite;
import io.netty.handler.codec.http2.Http2Stream;
import io.synod.server.front.GrpcStatus.Code;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One unary gRPC call that waits for its answer. Its methods are called on its event loop, unless
 * they say otherwise. What ends a call that has ended already, because the client gave it up or its
 * deadline is over, goes nowhere.
 */
public final class Call {

  private final Http2Connection connection;
  private final Http2Stream stream;
  private final GrpcMethod method;
  private final IncomingMessage incoming;
  private final boolean requiresLeader;
  private final long deadline;
  private final Shared shared;
  private @Nullable Runnable whenOver;
  private volatile boolean over;

  Call(
      Http2Connection connection,
      Http2Stream stream,
      GrpcMethod method,
      IncomingMessage incoming,
      boolean requiresLeader,
      long deadline,
      Shared shared) {
    this.connection = connection;
    this.stream = stream;
    this.method = method;
    this.incoming = incoming;
    this.requiresLeader = requiresLeader;
    this.deadline = deadline;
    this.shared = shared;
  }

  /** Where the answer has to be given. */
  public Executor eventLoop() {
    return connection.eventLoop();
  }

  /** Where it is found out what to answer if that would keep the event loop from other calls. */
  public Executor finders() {
    return shared.finders;
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

  /** Whether the client wants to hear of it at once if there is no leader. */
  boolean requiresLeader() {
    return requiresLeader;
  }

  /** When its time is over, by the connection's {@link Deadlines}. */
  long deadline() {
    return deadline;
  }

  GrpcMethod method() {
    return method;
  }

  IncomingMessage incoming() {
    return incoming;
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
      connection.answer(stream, message);
    } else {
      message.close();
    }
  }

  /** Ends the call without one. */
  public void fail(GrpcStatus status) {
    if (end(status.code())) {
      connection.fail(stream, status);
    }
  }

  /** The client's time is over. */
  void expire() {
    if (over) {
      connection.cutOff(stream);
    } else {
      fail(GrpcStatus.TOO_LATE);
    }
  }

  /** The stream is gone: it has all of its answer, or nobody wants one. */
  void closed() {
    boolean _ = end(Code.CANCELED);
    incoming.release();
    shared.calls.give(1);
  }

  private boolean end(Code code) {
    if (over) {
      return false;
    }
    over = true;
    method.meter().count(code);
    Runnable action = whenOver;
    if (action != null) {
      whenOver = null;
      action.run();
    }
    return true;
  }
}
