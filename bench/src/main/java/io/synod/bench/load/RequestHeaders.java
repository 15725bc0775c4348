package io.synod.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;

/**
 * The HPACK side of one connection's requests: every header is sent in full once and indexed from
 * then on, as a gRPC client does, so that a request's headers cost eight bytes.
 *
 * <p>Few headers are ever sent, so nothing is evicted from the peer's table of 4,096 bytes.
 */
final class RequestHeaders {
  private static final int FIRST_DYNAMIC = 62;
  private static final int METHOD_POST = 0x83; // indexes of RFC 7541's static table
  private static final int SCHEME_HTTP = 0x86;
  private static final int NAME_AUTHORITY = 1;
  private static final int NAME_PATH = 4;
  private static final int NAME_CONTENT_TYPE = 31;

  private final String authority;
  private final EnumMap<GrpcMethod, Integer> pathInserted = new EnumMap<>(GrpcMethod.class);
  private int commonInserted; // when the first of the three common headers went in; 0 is never
  private int inserted;

  RequestHeaders(String authority) {
    this.authority = authority;
  }

  /** Appends the header block of a call. Blocks have to be sent in the order of these calls. */
  void encode(GrpcMethod method, ByteBuf out) {
    out.writeByte(METHOD_POST).writeByte(SCHEME_HTTP);
    Integer before = pathInserted.get(method);
    if (before == null) {
      literal(NAME_PATH, method.path(), out);
      pathInserted.put(method, inserted);
    } else {
      indexed(before, out);
    }
    if (commonInserted == 0) {
      literal(NAME_AUTHORITY, authority, out);
      commonInserted = inserted;
      literal(NAME_CONTENT_TYPE, "application/grpc", out);
      literal("te", "trailers", out);
    } else {
      indexed(commonInserted, out);
      indexed(commonInserted + 1, out);
      indexed(commonInserted + 2, out);
    }
  }

  private void indexed(int insertion, ByteBuf out) {
    out.writeByte(0x80 | (FIRST_DYNAMIC + inserted - insertion));
  }

  private void literal(int nameIndex, String value, ByteBuf out) {
    out.writeByte(0x40 | nameIndex);
    string(value, out);
    inserted++;
  }

  private void literal(String name, String value, ByteBuf out) {
    out.writeByte(0x40);
    string(name, out);
    string(value, out);
    inserted++;
  }

  private static void string(String text, ByteBuf out) {
    out.writeByte(text.length()); // all of them have less than 127 characters
    out.writeCharSequence(text, StandardCharsets.US_ASCII);
  }
}
