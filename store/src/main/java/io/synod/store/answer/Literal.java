package io.synod.store.answer;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;
import io.synod.store.mvcc.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Bytes that are known. */
final class Literal implements Part {
  private final byte[] bytes;
  private int written;

  private Literal(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Some fields of a message; protobuf takes a message in any number of such parts. */
  static Literal of(MessageLite fields) {
    return new Literal(fields.toByteArray());
  }

  /** What stands before a message of a known length in a field of another. */
  static Literal before(int field, long length) {
    int size = CodedOutputStream.computeTagSize(field);
    byte[] bytes = new byte[size + CodedOutputStream.computeUInt64SizeNoTag(length)];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt64NoTag(length);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Literal(bytes);
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public boolean write(Keys keys, ByteBuffer out) {
    int length = Math.min(bytes.length - written, out.remaining());
    out.put(bytes, written, length);
    written += length;
    return written == bytes.length;
  }
}
