package io.synod.store.follow;

import com.google.protobuf.ByteString;

/**
 * The keys that a watch is about.
 *
 * @param key the first
 * @param end empty for the one key, a zero byte for all from the first on, else the key to stop
 *     before
 */
record KeyRange(ByteString key, ByteString end) {

  private static final ByteString ZERO = ByteString.copyFrom(new byte[1]);

  /** As a request has it: an empty key stands for the first of all. */
  static KeyRange of(ByteString key, ByteString end) {
    return new KeyRange(key.isEmpty() ? ZERO : key, end);
  }

  boolean isOneKey() {
    return end.isEmpty();
  }

  /** Whether no key can be in it. */
  boolean isEmpty() {
    return !isOneKey() && !end.equals(ZERO) && compare(key, end) >= 0;
  }

  boolean contains(ByteString other) {
    if (isOneKey()) {
      return key.equals(other);
    }
    return compare(key, other) <= 0 && (end.equals(ZERO) || compare(other, end) < 0);
  }

  private static int compare(ByteString one, ByteString other) {
    return ByteString.unsignedLexicographicalComparator().compare(one, other);
  }
}
