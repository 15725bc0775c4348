package io.synod.bench.differential;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Random;

/** What requests are made of. */
final class Draws {
  /** The first key; as the end of a range, everything from the range's key on. */
  static final ByteString ZERO = ByteString.copyFrom(new byte[1]);

  // With more than twelve keys etcd's sorting would no longer keep equals in the order of keys.
  // Five odd ones and one each of a lock and of an election come to these.
  private static final List<String> KEYS = List.of("a", "aa", "ab", "b", "c");
  private static final byte[][] ODD_KEYS = {
    {0}, {(byte) 0xff}, {(byte) 0xff, (byte) 0xff}, {'a', 0}, {'a', (byte) 0xff}, {}
  };

  /** Leases have the ids from 1 up to this. */
  static final int LEASES = 4;

  private final Random random;

  Draws(Random random) {
    this.random = random;
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** How many usual keys there are. */
  int usual() {
    return KEYS.size();
  }

  /** One of the usual keys. */
  ByteString usual(int which) {
    return ByteString.copyFromUtf8(KEYS.get(which));
  }

  ByteString key() {
    return oneIn(15)
        ? ByteString.copyFrom(ODD_KEYS[random.nextInt(ODD_KEYS.length)])
        : usual(random.nextInt(KEYS.size()));
  }

  /** The end of a range: none, open, behind the key, before it. */
  ByteString end() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> ZERO;
      case 2, 3 -> key();
      case 4 -> key().concat(ZERO);
      default -> ByteString.EMPTY;
    };
  }

  ByteString value() {
    return switch (random.nextInt(10)) {
      case 0 -> ByteString.EMPTY;
      case 1 -> ByteString.copyFromUtf8("x".repeat(random.nextInt(3_000)));
      case 2 -> ByteString.copyFrom(new byte[] {(byte) random.nextInt(256), 0});
      default -> ByteString.copyFromUtf8(String.valueOf(random.nextInt(5)));
    };
  }

  /** About as large as a request may be, or as gRPC may bring. */
  ByteString hugeValue() {
    int size = oneIn(2) ? (3 << 19) - 1_000 : oneIn(2) ? (3 << 19) + 1 : 3 << 20;
    return ByteString.copyFrom(new byte[size]);
  }

  /** Mostly near the newest one; also the first ones, the future, and none at all. */
  long revision() {
    return switch (random.nextInt(12)) {
      case 0 -> random.nextInt(4);
      case 1 -> Relative.revision(1 + random.nextInt(3));
      case 2 -> Relative.revision(0);
      case 3 -> oneIn(5) ? -1 - random.nextInt(3) : Relative.revision(-random.nextInt(500));
      default -> Relative.revision(-random.nextInt(30));
    };
  }

  /** One of few leases, of which most are there mostly, or one that never is. */
  long lease() {
    return oneIn(8) ? 999 : 1 + random.nextInt(LEASES);
  }
}
