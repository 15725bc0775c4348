package io.synod.store.mvcc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How the state lies in the map's families, byte by byte. Numbers in keys are big-endian, so that
 * their order is the map's; numbers in values have seven bits to the byte, the lowest first.
 *
 * <ul>
 *   <li>{@code keys}: the user's key; then flag, mod main, mod sub, create, version, lease, size of
 *       the value (the first states that were ever written lack it)
 *   <li>{@code history}: mod main (8 bytes), mod sub (4); then flag, length of the key, key,
 *       create, version, lease, previous main (0 for none), previous sub, value to the end
 *   <li>{@code meta}: a name; then what it says
 * </ul>
 *
 * <p>How leases lie in theirs, {@link io.synod.store.lease} says.
 */
final class Layout {
  /** The format that this code writes. It reads no newer one; before 2 nothing was compacted. */
  static final long FORMAT = 2;

  static final byte[] META_FORMAT = "format".getBytes(UTF_8);
  static final byte[] META_SLOT = "slot".getBytes(UTF_8);
  static final byte[] META_REVISION = "revision".getBytes(UTF_8);
  static final byte[] META_COMPACTED = "compacted".getBytes(UTF_8);
  static final byte[] META_SCRUBBED = "scrubbed".getBytes(UTF_8);
  static final String NOTE = "note:";

  private static final int MAX_NUMBER = 10;
  private static final byte PUT = 0;
  private static final byte DELETE = 1;

  private Layout() {}

  static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  static long number(byte @Nullable [] bytes, long absent) {
    return bytes == null ? absent : ByteBuffer.wrap(bytes).getLong();
  }

  static byte[] historyKey(Revision revision) {
    byte[] key = new byte[Long.BYTES + Integer.BYTES];
    ByteBuffer.wrap(key).putLong(revision.main()).putInt(revision.sub());
    return key;
  }

  static Revision revision(byte[] historyKey) {
    ByteBuffer key = ByteBuffer.wrap(historyKey);
    return new Revision(key.getLong(), key.getInt());
  }

  static byte[] state(Entry entry) {
    byte[] bytes = new byte[1 + 6 * MAX_NUMBER];
    bytes[0] = entry.deleted() ? DELETE : PUT;
    int at = write(bytes, 1, entry.mod().main());
    at = write(bytes, at, entry.mod().sub());
    at = write(bytes, at, entry.create());
    at = write(bytes, at, entry.version());
    at = write(bytes, at, entry.lease());
    at = write(bytes, at, entry.valueSize());
    return java.util.Arrays.copyOf(bytes, at);
  }

  static Entry state(ByteString key, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    boolean deleted = in.get() == DELETE;
    Revision mod = new Revision(read(in), (int) read(in));
    long create = read(in);
    long version = read(in);
    long lease = read(in);
    int valueSize = in.hasRemaining() ? (int) read(in) : Entry.UNKNOWN;
    return new Entry(key, mod, create, version, lease, deleted, valueSize, null);
  }

  static byte[] event(Entry entry) {
    Entry.Body body = entry.read();
    Revision previous = body.previous();
    long previousMain = previous == null ? 0 : previous.main();
    int previousSub = previous == null ? 0 : previous.sub();
    ByteString key = entry.key();
    ByteString value = body.value();
    byte[] bytes =
        new byte
            [1
                + size(key.size())
                + key.size()
                + size(entry.create())
                + size(entry.version())
                + size(entry.lease())
                + size(previousMain)
                + size(previousSub)
                + value.size()];
    bytes[0] = entry.deleted() ? DELETE : PUT;
    int at = write(bytes, 1, key.size());
    key.copyTo(bytes, at);
    at = write(bytes, at + key.size(), entry.create());
    at = write(bytes, at, entry.version());
    at = write(bytes, at, entry.lease());
    at = write(bytes, at, previousMain);
    at = write(bytes, at, previousSub);
    value.copyTo(bytes, at);
    return bytes;
  }

  static Entry event(Revision mod, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    boolean deleted = in.get() == DELETE;
    ByteString key = take(in, bytes, (int) read(in));
    long create = read(in);
    long version = read(in);
    long lease = read(in);
    Revision previous = new Revision(read(in), (int) read(in));
    ByteString value = take(in, bytes, in.remaining());
    return Entry.whole(
        key,
        mod,
        create,
        version,
        lease,
        deleted,
        new Entry.Body(value, previous.main() == 0 ? null : previous));
  }

  private static ByteString take(ByteBuffer in, byte[] bytes, int length) {
    ByteString taken = UnsafeByteOperations.unsafeWrap(bytes, in.position(), length);
    in.position(in.position() + length);
    return taken;
  }

  private static int size(long value) {
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
  }

  private static int write(byte[] bytes, int at, long value) {
    long rest = value;
    int next = at;
    while ((rest & ~0x7FL) != 0) {
      bytes[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[next++] = (byte) rest;
    return next;
  }

  private static long read(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      value |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }
}
