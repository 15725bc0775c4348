package io.synod.bench.load;

import java.nio.ByteBuffer;

/**
 * Requests of etcd's API, encoded by hand: only the fields that the load uses.
 *
 * <p>A key is a number in eight bytes, most significant first.
 */
public final class EtcdCalls {
  private static final int KEY_TAG = 0x0a; // field 1, length-delimited, in both requests
  private static final int VALUE_TAG = 0x12; // field 2, length-delimited
  private static final int KEY_SIZE = Long.BYTES;
  private static final int KEY_AT = 2;

  private EtcdCalls() {}

  /**
   * A put whose key {@link #withKey} fills in.
   *
   * @param value what to write
   * @return the message with key 0
   */
  static byte[] put(byte[] value) {
    ByteBuffer message = ByteBuffer.allocate(KEY_AT + KEY_SIZE + 1 + 5 + value.length);
    message.put((byte) KEY_TAG).put((byte) KEY_SIZE).putLong(0);
    message.put((byte) VALUE_TAG);
    int rest = value.length;
    while (rest > 0x7f) {
      message.put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    message.put((byte) rest).put(value);
    byte[] encoded = new byte[message.position()];
    message.flip().get(encoded);
    return encoded;
  }

  /**
   * A linearizable read of the one key that {@link #withKey} fills in.
   *
   * @return the message with key 0
   */
  static byte[] range() {
    return ByteBuffer.allocate(KEY_AT + KEY_SIZE)
        .put((byte) KEY_TAG)
        .put((byte) KEY_SIZE)
        .putLong(0)
        .array();
  }

  /** A compaction that is answered when nothing is left of what is compacted. */
  public static Call compaction(long revision) {
    ByteBuffer message = ByteBuffer.allocate(1 + 10 + 2);
    message.put((byte) 0x08);
    long rest = revision;
    while (rest > 0x7f) {
      message.put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    message.put((byte) rest).put((byte) 0x10).put((byte) 1);
    byte[] encoded = new byte[message.position()];
    message.flip().get(encoded);
    return new Call(GrpcMethod.COMPACT, encoded, 4);
  }

  /** A copy of a message made here, with the given key. */
  static byte[] withKey(byte[] template, long key) {
    byte[] message = template.clone();
    for (int i = 0; i < KEY_SIZE; i++) {
      message[KEY_AT + i] = (byte) (key >>> (56 - 8 * i));
    }
    return message;
  }
}
