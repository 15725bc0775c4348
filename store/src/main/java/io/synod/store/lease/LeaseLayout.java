package io.synod.store.lease;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.synod.core.Ballot;
import io.synod.core.MemberId;
import java.nio.ByteBuffer;

/** How leases lie in their family, byte by byte; the package says it in words. */
final class LeaseLayout {
  static final byte[] TIME = {0};

  private static final byte LEASE = 1;
  private static final byte KEY = 2;
  private static final int HEAD = 1 + Long.BYTES;

  /** What a key of a lease says beyond that it is one. */
  static final byte[] NOTHING = {};

  private LeaseLayout() {}

  static byte[] time(LeaseTime time) {
    return ByteBuffer.allocate(4 * Long.BYTES)
        .putLong(time.millis())
        .putLong(time.ballot().round())
        .putLong(time.ballot().member().value())
        .putLong(time.number())
        .array();
  }

  static LeaseTime time(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new LeaseTime(
        in.getLong(), new Ballot(in.getLong(), new MemberId(in.getLong())), in.getLong());
  }

  static byte[] firstLease() {
    return new byte[] {LEASE};
  }

  static byte[] afterLeases() {
    return new byte[] {LEASE + 1};
  }

  static byte[] leaseKey(long id) {
    return ByteBuffer.allocate(HEAD).put(LEASE).putLong(id).array();
  }

  static byte[] lease(Lease lease) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(lease.ttl())
        .putLong(lease.deadline())
        .array();
  }

  static Lease lease(byte[] key, byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    return new Lease(ByteBuffer.wrap(key).getLong(1), in.getLong(), in.getLong());
  }

  static byte[] key(long lease, ByteString key) {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + key.size()).put(KEY).putLong(lease);
    key.copyTo(bytes);
    return bytes.array();
  }

  /** What comes after all keys of a lease; ids are in the order of unsigned numbers here. */
  static byte[] afterKeys(long lease) {
    return lease == -1 ? new byte[] {KEY + 1} : key(lease + 1, ByteString.EMPTY);
  }

  static ByteString key(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes, HEAD, bytes.length - HEAD);
  }
}
