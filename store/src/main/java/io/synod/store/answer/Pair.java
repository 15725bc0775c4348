package io.synod.store.answer;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.synod.store.mvcc.Entry;
import io.synod.store.mvcc.Keys;
import io.synod.store.wire.KeyValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One key-value in a field of an answer. The value comes last, so that all before it is short:
 * protobuf takes fields in any order.
 */
final class Pair {

  /**
   * Which key-values these are.
   *
   * @param field the number of the field that they are in
   * @param values whether their values are told
   */
  record Kind(int field, boolean values) {

    /** How many bytes a key-value takes, with what stands before it. */
    long size(Entry entry) {
      long length = length(entry);
      return CodedOutputStream.computeTagSize(field)
          + CodedOutputStream.computeUInt64SizeNoTag(length)
          + length;
    }

    private long length(Entry entry) {
      return headLength(entry) + valueLength(entry);
    }

    private static int headLength(Entry entry) {
      return CodedOutputStream.computeBytesSize(KeyValue.KEY_FIELD_NUMBER, entry.key())
          + number(KeyValue.CREATE_REVISION_FIELD_NUMBER, entry.create())
          + number(KeyValue.MOD_REVISION_FIELD_NUMBER, entry.mod().main())
          + number(KeyValue.VERSION_FIELD_NUMBER, entry.version())
          + number(KeyValue.LEASE_FIELD_NUMBER, entry.lease());
    }

    private static int number(int field, long value) {
      return value == 0 ? 0 : CodedOutputStream.computeInt64Size(field, value);
    }

    private long valueLength(Entry entry) {
      if (!values || entry.valueSize() == 0) {
        return 0;
      }
      return CodedOutputStream.computeTagSize(KeyValue.VALUE_FIELD_NUMBER)
          + CodedOutputStream.computeUInt32SizeNoTag(entry.valueSize())
          + (long) entry.valueSize();
    }

    /** Everything but the bytes of the value. */
    private byte[] head(Entry entry) {
      long size = size(entry) - (values ? entry.valueSize() : 0);
      byte[] head = new byte[(int) size];
      CodedOutputStream out = CodedOutputStream.newInstance(head);
      try {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt64NoTag(length(entry));
        out.writeBytes(KeyValue.KEY_FIELD_NUMBER, entry.key());
        write(out, KeyValue.CREATE_REVISION_FIELD_NUMBER, entry.create());
        write(out, KeyValue.MOD_REVISION_FIELD_NUMBER, entry.mod().main());
        write(out, KeyValue.VERSION_FIELD_NUMBER, entry.version());
        write(out, KeyValue.LEASE_FIELD_NUMBER, entry.lease());
        if (values && entry.valueSize() > 0) {
          out.writeTag(KeyValue.VALUE_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeUInt32NoTag(entry.valueSize());
        }
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
      return head;
    }

    private static void write(CodedOutputStream out, int field, long value) throws IOException {
      if (value != 0) {
        out.writeInt64(field, value);
      }
    }
  }

  private final Kind kind;
  private Entry entry;
  private final byte[] head;
  private @Nullable ByteString value;
  private int written;

  Pair(Kind kind, Entry entry) {
    this.kind = kind;
    this.entry = entry;
    this.head = kind.head(entry);
    this.value = kind.values() && entry.body() != null ? entry.read().value() : null;
  }

  boolean write(Keys keys, ByteBuffer out) {
    if (written < head.length) {
      int length = Math.min(head.length - written, out.remaining());
      out.put(head, written, length);
      written += length;
    }
    if (!kind.values() || written < head.length) {
      return written == head.length;
    }
    int from = written - head.length;
    int length = Math.min(entry.valueSize() - from, out.remaining());
    if (length > 0) {
      value(keys).substring(from, from + length).copyTo(out);
      written += length;
    }
    return written - head.length == entry.valueSize();
  }

  private ByteString value(Keys keys) {
    ByteString read = value;
    if (read == null) {
      read = keys.whole(entry).read().value();
      value = read;
    }
    return read;
  }

  long held() {
    ByteString read = value;
    return read == null ? 0 : read.size();
  }

  void letGo() {
    value = null;
    entry = entry.bare();
  }
}
