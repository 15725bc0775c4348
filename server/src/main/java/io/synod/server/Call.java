package io.synod.server;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** One unary gRPC call that waits for its answer. Its methods are called on its event loop. */
final class Call {

  /** What stands before each message: a byte for compression, four for the length. */
  static final int PREFIX = 5;

  private static final ResponseHeaders HEADERS =
      ResponseHeaders.of(HttpStatus.OK, "content-type", "application/grpc");
  private static final HttpHeaders TRAILERS =
      HttpHeaders.builder().endOfStream(true).add("grpc-status", "0").build();

  private final CompletableFuture<HttpResponse> response;
  private final RequestHeaders headers;
  private final Executor eventLoop;
  private final CallMeter meter;

  Call(
      CompletableFuture<HttpResponse> response,
      RequestHeaders headers,
      Executor eventLoop,
      CallMeter meter) {
    this.response = response;
    this.headers = headers;
    this.eventLoop = eventLoop;
    this.meter = meter;
  }

  /** Where the answer has to be given. */
  Executor eventLoop() {
    return eventLoop;
  }

  /** Whether the client wants to hear of it at once if there is no leader. */
  boolean requiresLeader() {
    return "true".equals(headers.get("hasleader"));
  }

  /** Ends the call with an answer. */
  void answer(MessageLite message) {
    int size = message.getSerializedSize();
    byte[] frame = new byte[PREFIX + size];
    frame[1] = (byte) (size >>> 24);
    frame[2] = (byte) (size >>> 16);
    frame[3] = (byte) (size >>> 8);
    frame[4] = (byte) size;
    try {
      message.writeTo(CodedOutputStream.newInstance(frame, PREFIX, size));
    } catch (IOException e) {
      throw new UncheckedIOException("A message does not fit the array that was made for it.", e);
    }
    meter.count(GrpcStatus.Code.OK);
    response.complete(HttpResponse.of(HEADERS, HttpData.wrap(frame), TRAILERS));
  }

  /** Ends the call without one. */
  void fail(GrpcStatus status) {
    meter.count(status.code());
    response.complete(status.response());
  }
}
