package io.synod.server.front;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.synod.store.request.Refusal;
import java.nio.charset.StandardCharsets;

/**
 * How a call ended, as gRPC's clients are told it: a code that programs look at and a text that
 * some of them match.
 *
 * @param code one of gRPC's status codes
 * @param text a sentence, or etcd's own words where it has some
 */
public record GrpcStatus(Code code, String text) {

  /** gRPC's status codes, as far as this server uses them; the numbers are gRPC's. */
  public enum Code {
    /** It was done. */
    OK(0),
    /** The client has given it up. */
    CANCELED(1),
    /** Something that has no code of its own. */
    UNKNOWN(2),
    /** The request makes no sense. */
    INVALID_ARGUMENT(3),
    /** It took longer than the client wants to wait. */
    DEADLINE_EXCEEDED(4),
    /** Something that it names is not there. */
    NOT_FOUND(5),
    /** There is no room for it. */
    RESOURCE_EXHAUSTED(8),
    /** It cannot be done as things are. */
    FAILED_PRECONDITION(9),
    /** It asks for what is yet to come. */
    OUT_OF_RANGE(11),
    /** It is not served. */
    UNIMPLEMENTED(12),
    /** Something is broken on either side. */
    INTERNAL(13),
    /** It may work later or elsewhere. */
    UNAVAILABLE(14);

    final int number;

    Code(int number) {
      this.number = number;
    }
  }

  /** All is well. */
  public static final GrpcStatus OK = new GrpcStatus(Code.OK, "");

  private static final AsciiString ACCEPT_ENCODING = AsciiString.cached("grpc-accept-encoding");
  private static final AsciiString ENCODINGS = AsciiString.cached("identity,gzip");

  /** The request is above the limit. */
  public static final GrpcStatus TOO_LARGE =
      new GrpcStatus(Code.INVALID_ARGUMENT, "etcdserver: request is too large");

  /** More requests wait than may wait. */
  public static final GrpcStatus TOO_MANY =
      new GrpcStatus(Code.RESOURCE_EXHAUSTED, "etcdserver: too many requests");

  /** The disk or the quota is full. */
  public static final GrpcStatus NO_SPACE =
      new GrpcStatus(Code.RESOURCE_EXHAUSTED, "etcdserver: mvcc: database space exceeded");

  /** No quorum answered in time. */
  public static final GrpcStatus TIMED_OUT =
      new GrpcStatus(Code.UNAVAILABLE, "etcdserver: request timed out");

  /** It may or may not be done. */
  public static final GrpcStatus LEADER_FAILED =
      new GrpcStatus(
          Code.UNAVAILABLE,
          "etcdserver: request timed out, possibly due to previous leader failure");

  /** Nobody leads. */
  public static final GrpcStatus NO_LEADER =
      new GrpcStatus(Code.UNAVAILABLE, "etcdserver: no leader");

  /** The member stops. */
  public static final GrpcStatus STOPPED =
      new GrpcStatus(Code.UNAVAILABLE, "etcdserver: server stopped");

  /** The server made a mistake. */
  public static final GrpcStatus BROKEN =
      new GrpcStatus(Code.INTERNAL, "The server could not do this; its log says why.");

  /** What came is not what the method takes. */
  static final GrpcStatus NO_MESSAGE =
      new GrpcStatus(Code.INTERNAL, "The request is not a message of this method.");

  /** More waits for a client than may, because it does not read. */
  static final GrpcStatus NOT_READ =
      new GrpcStatus(
          Code.RESOURCE_EXHAUSTED, "The client sends requests and does not read the answers.");

  /** The client's time is over; what it asked for may still be done. */
  public static final GrpcStatus TOO_LATE =
      new GrpcStatus(
          Code.DEADLINE_EXCEEDED, "The call's deadline is over; a write may still take effect.");

  /** The header that says how long a call may take makes no sense. */
  static final GrpcStatus BAD_TIMEOUT =
      new GrpcStatus(Code.INTERNAL, "The grpc-timeout is not up to eight digits and a unit.");

  /** The client compresses in a way that nobody here understands. */
  static GrpcStatus unknownEncoding(CharSequence encoding) {
    return new GrpcStatus(
        Code.UNIMPLEMENTED,
        "The grpc-encoding \"%s\" is not known; use gzip or identity.".formatted(encoding));
  }

  /** An answer that no gRPC message can hold; the text is gRPC's own in etcd's server. */
  static GrpcStatus tooLong(long size) {
    return new GrpcStatus(
        Code.RESOURCE_EXHAUSTED,
        "grpc: trying to send message larger than max (%d vs. %d)"
            .formatted(size, Integer.MAX_VALUE));
  }

  /** A message that is longer than any request can be; the text is gRPC's own in etcd's server. */
  static GrpcStatus tooLongRequest(long size, int limit) {
    return new GrpcStatus(
        Code.RESOURCE_EXHAUSTED,
        "grpc: received message larger than max (%d vs. %d)".formatted(size, limit));
  }

  /** How a request that the store refuses ends. */
  public static GrpcStatus of(Refusal refusal) {
    Code code =
        switch (refusal.kind()) {
          case INVALID_ARGUMENT -> Code.INVALID_ARGUMENT;
          case NOT_FOUND -> Code.NOT_FOUND;
          case FAILED_PRECONDITION -> Code.FAILED_PRECONDITION;
          case OUT_OF_RANGE -> Code.OUT_OF_RANGE;
          case RESOURCE_EXHAUSTED -> Code.RESOURCE_EXHAUSTED;
        };
    return new GrpcStatus(code, refusal.text());
  }

  /** What a stream that ended so ends with, after its messages. */
  Http2Headers trailers() {
    Http2Headers trailers =
        new DefaultHttp2Headers(false)
            .set(AsciiString.cached("grpc-status"), AsciiString.of(Integer.toString(code.number)));
    if (!text.isEmpty()) {
      var _ = trailers.set(AsciiString.cached("grpc-message"), AsciiString.of(escape(text)));
    }
    return trailers;
  }

  /** The whole response of a call that ended so: headers only. */
  Http2Headers headers() {
    Http2Headers headers =
        new DefaultHttp2Headers(false)
            .status(AsciiString.cached("200"))
            .set(AsciiString.cached("content-type"), AsciiString.cached("application/grpc"))
            .add(trailers());
    if (code == Code.UNIMPLEMENTED) {
      var _ = headers.set(ACCEPT_ENCODING, ENCODINGS);
    }
    return headers;
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
