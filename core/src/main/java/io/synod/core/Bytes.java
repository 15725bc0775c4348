package io.synod.core;

import java.util.Arrays;

/** An array of bytes that nobody changes any more, compared by its content. */
public final class Bytes {

  /** No bytes at all. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** Wraps without copying: the caller gives the array away and must not write to it again. */
  public static Bytes wrap(byte[] array) {
    return new Bytes(array);
  }

  /** The number of bytes. */
  public int length() {
    return array.length;
  }

  /** The array itself, not a copy: to be read only. */
  public byte[] array() {
    return array;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  @Override
  public String toString() {
    return array.length + " bytes";
  }
}
