package io.synod.sim.machine;

import io.synod.core.Bytes;

/**
 * What a client asks for.
 *
 * @param kind what is to be done
 * @param key the key, from 0
 * @param value the value to write; no two operations write the same
 * @param expected for a compare-and-set, what the key must hold
 */
public record Operation(Kind kind, int key, long value, long expected) {

  /** What can be asked for. */
  public enum Kind {
    /** Set a key. */
    WRITE,
    /** Set a key if it holds what is expected. */
    COMPARE_AND_SET,
    /** Read a key, seeing everything that was acknowledged before. */
    READ,
    /** Read a key as the member happens to have it. */
    SERIALIZABLE_READ,
    /** An update that only the level of its member knows more of. */
    OTHER
  }

  private static final int LENGTH = 18;

  /** Whether this goes through the log. */
  public boolean isUpdate() {
    return switch (kind) {
      case WRITE, COMPARE_AND_SET, OTHER -> true;
      case READ, SERIALIZABLE_READ -> false;
    };
  }

  /** As the payload of a command, which may be padded. */
  public Bytes encode(int padding) {
    byte[] bytes = new byte[LENGTH + padding];
    bytes[0] = (byte) (kind == Kind.WRITE ? 0 : 1);
    bytes[1] = (byte) key;
    for (int i = 0; i < 8; i++) {
      bytes[2 + i] = (byte) (value >>> (8 * i));
      bytes[10 + i] = (byte) (expected >>> (8 * i));
    }
    return Bytes.wrap(bytes);
  }

  /** The update in a payload. */
  public static Operation decode(Bytes payload) {
    byte[] bytes = payload.array();
    long value = 0;
    long expected = 0;
    for (int i = 0; i < 8; i++) {
      value |= (bytes[2 + i] & 0xFFL) << (8 * i);
      expected |= (bytes[10 + i] & 0xFFL) << (8 * i);
    }
    return new Operation(
        bytes[0] == 0 ? Kind.WRITE : Kind.COMPARE_AND_SET, bytes[1], value, expected);
  }
}
