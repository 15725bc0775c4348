package io.synod.cli.client;

import com.google.protobuf.ByteString;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The keys that a command is about, as etcd's API spells them: the arguments that get and del
 * share.
 */
final class KeyRange {
  private static final ByteString EVERYTHING = ByteString.copyFrom(new byte[] {0});

  @Option(names = "--prefix", description = "Every key that begins with KEY.")
  private boolean prefix;

  @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
  private String key = "";

  KeyRange() {}

  /** The first key, for a range that begins with the prefix. */
  ByteString start() {
    ByteString start = ByteString.copyFromUtf8(key);
    return prefix && start.isEmpty() ? EVERYTHING : start;
  }

  /** Where the range ends, exclusively; empty for the one key. */
  ByteString end() {
    return prefix ? after(ByteString.copyFromUtf8(key)) : ByteString.EMPTY;
  }

  /** The first key after all that begin with the prefix. */
  static ByteString after(ByteString prefix) {
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
