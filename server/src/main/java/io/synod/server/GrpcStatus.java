package io.synod.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import java.nio.charset.StandardCharsets;

/**
 * How a call ended, as gRPC's clients are told it: a code that programs look at and a text that
 * some of them match.
 *
 * @param code one of gRPC's status codes
 * @param text a sentence, or etcd's own words where it has some
 */
record GrpcStatus(Code code, String text) {

  /** gRPC's status codes, as far as this server uses them; the numbers are gRPC's. */
  enum Code {
    OK(0),
    INVALID_ARGUMENT(3),
    NOT_FOUND(5),
    RESOURCE_EXHAUSTED(8),
    OUT_OF_RANGE(11),
    UNIMPLEMENTED(12),
    INTERNAL(13),
    UNAVAILABLE(14);

    final int number;

    Code(int number) {
      this.number = number;
    }
  }

  static final GrpcStatus TOO_LARGE =
      new GrpcStatus(Code.INVALID_ARGUMENT, "etcdserver: request is too large");
  static final GrpcStatus TOO_MANY =
      new GrpcStatus(Code.RESOURCE_EXHAUSTED, "etcdserver: too many requests");
  static final GrpcStatus NO_SPACE =
      new GrpcStatus(Code.RESOURCE_EXHAUSTED, "etcdserver: mvcc: database space exceeded");
  static final GrpcStatus TIMED_OUT =
      new GrpcStatus(Code.UNAVAILABLE, "etcdserver: request timed out");
  static final GrpcStatus LEADER_FAILED =
      new GrpcStatus(
          Code.UNAVAILABLE,
          "etcdserver: request timed out, possibly due to previous leader failure");
  static final GrpcStatus NO_LEADER = new GrpcStatus(Code.UNAVAILABLE, "etcdserver: no leader");
  static final GrpcStatus STOPPED = new GrpcStatus(Code.UNAVAILABLE, "etcdserver: server stopped");
  static final GrpcStatus BROKEN =
      new GrpcStatus(Code.INTERNAL, "The server could not do this; its log says why.");

  /** The whole response of a call that ended so: headers only. */
  HttpResponse response() {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .endOfStream(true)
            .add("content-type", "application/grpc")
            .add("grpc-status", Integer.toString(code.number))
            .add("grpc-message", escape(text))
            .build());
  }

  /** Percent-encodes what may not stand in a header, as gRPC's specification has it. */
  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b <= '~' && b != '%') {
        escaped.append((char) b);
      } else {
        escaped.append('%');
        escaped.append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xf, 16)));
        escaped.append(Character.toUpperCase(Character.forDigit(b & 0xf, 16)));
      }
    }
    return escaped.toString();
  }
}
