package io.synod.cli.client;

import com.google.protobuf.ByteString;

/** Ranges of keys, as etcd's API spells them. */
final class Keys {
  private static final ByteString EVERYTHING = ByteString.copyFrom(new byte[] {0});

  private Keys() {}

  /** The first key, for a range that begins with the prefix. */
  static ByteString start(ByteString prefix) {
    return prefix.isEmpty() ? EVERYTHING : prefix;
  }

  /** The first key after all that begin with the prefix. */
  static ByteString end(ByteString prefix) {
    for (int i = prefix.size() - 1; i >= 0; i--) {
      byte last = prefix.byteAt(i);
      if (last != -1) {
        byte[] bytes = prefix.substring(0, i + 1).toByteArray();
        bytes[i] = (byte) (last + 1);
        return ByteString.copyFrom(bytes);
      }
    }
    return EVERYTHING;
  }
}
