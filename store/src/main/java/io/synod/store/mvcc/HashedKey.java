package io.synod.store.mvcc;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A key for hash tables. The hash of a ByteString is a polynomial of 31, under which binary
 * counters collide by the dozen; this one mixes better, and what still collides, by a client's
 * intent even, has an order by which a table finds it.
 */
final class HashedKey implements Comparable<HashedKey> {
  private static final int FNV_BASIS = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  private final ByteString bytes;
  private final int hash;

  HashedKey(ByteString bytes) {
    this.bytes = bytes;
    int mixed = FNV_BASIS;
    for (int i = 0; i < bytes.size(); i++) {
      mixed = (mixed ^ bytes.byteAt(i)) * FNV_PRIME;
    }
    this.hash = mixed ^ (mixed >>> 15);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HashedKey key && hash == key.hash && bytes.equals(key.bytes);
  }

  @Override
  public int compareTo(HashedKey other) {
    return ByteString.unsignedLexicographicalComparator().compare(bytes, other.bytes);
  }
}
