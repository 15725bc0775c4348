package io.synod.server.front;

import com.google.protobuf.MessageLite;
import io.netty.handler.codec.http2.Http2Stream;
import io.synod.server.front.GrpcStatus.Code;
import java.util.concurrent.Executor;

/**
 * One unary gRPC call that waits for its answer. Its methods are called on its event loop. What
 * ends a call that the client has given up goes nowhere.
 */
public final class Call {

  private final Http2Connection connection;
  private final Http2Stream stream;
  private final GrpcMethod method;
  private final IncomingMessage incoming;
  private final boolean requiresLeader;

  Call(Http2Connection connection, Http2Stream stream, GrpcMethod method, boolean requiresLeader) {
    this.connection = connection;
    this.stream = stream;
    this.method = method;
    this.incoming = new IncomingMessage(method.maxMessageBytes());
    this.requiresLeader = requiresLeader;
  }

  /** Where the answer has to be given. */
  public Executor eventLoop() {
    return connection.eventLoop();
  }

  /** Whether the client wants to hear of it at once if there is no leader. */
  boolean requiresLeader() {
    return requiresLeader;
  }

  GrpcMethod method() {
    return method;
  }

  IncomingMessage incoming() {
    return incoming;
  }

  /** Ends the call with an answer. */
  public void answer(MessageLite message) {
    method.meter().count(Code.OK);
    connection.answer(stream, message);
  }

  /** Ends the call without one. */
  public void fail(GrpcStatus status) {
    method.meter().count(status.code());
    connection.fail(stream, status);
  }
}
