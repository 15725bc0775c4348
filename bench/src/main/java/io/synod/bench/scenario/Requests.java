package io.synod.bench.scenario;

import com.google.protobuf.ByteString;
import io.synod.bench.load.Call;
import io.synod.bench.load.GrpcMethod;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseKeepAliveRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchRequest;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Requests about numbered keys. A key is the one byte of its space and its number; a value begins
 * with a number too.
 */
final class Requests {
  private static final int LEAST_ANSWER = 4; // a header
  private static final byte[] FILLING = filling();

  private Requests() {}

  private static byte[] filling() {
    byte[] bytes = new byte[1 << 16];
    new Random(20_261_121).nextBytes(bytes);
    return bytes;
  }

  private static ByteString key(char space, long number) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(1 + Long.BYTES).put((byte) space).putLong(number).flip());
  }

  private static ByteString start(char space) {
    return ByteString.copyFrom(new byte[] {(byte) space});
  }

  /** A put of a number to a key. */
  static Call put(char space, long key, long number, int valueBytes) {
    return put(space, key, number, valueBytes, 0);
  }

  /** A put of a number to a key with a lease. */
  static Call put(char space, long key, long number, int valueBytes, long lease) {
    ByteBuffer value =
        ByteBuffer.allocate(valueBytes).putLong(number).put(FILLING, 0, valueBytes - Long.BYTES);
    return new Call(
        GrpcMethod.PUT,
        PutRequest.newBuilder()
            .setKey(key(space, key))
            .setValue(ByteString.copyFrom(value.flip()))
            .setLease(lease)
            .build()
            .toByteArray(),
        LEAST_ANSWER);
  }

  /** All keys of a space. */
  static Call range(char space) {
    return new Call(
        GrpcMethod.RANGE,
        RangeRequest.newBuilder()
            .setKey(start(space))
            .setRangeEnd(start((char) (space + 1)))
            .build()
            .toByteArray(),
        LEAST_ANSWER);
  }

  /** A watch of a space from a revision on, 0 for from now on. */
  static byte[] watch(char space, long revision) {
    return WatchRequest.newBuilder()
        .setCreateRequest(
            WatchCreateRequest.newBuilder()
                .setKey(start(space))
                .setRangeEnd(start((char) (space + 1)))
                .setStartRevision(revision))
        .build()
        .toByteArray();
  }

  static Call grant(long lease, long ttl) {
    return new Call(
        GrpcMethod.LEASE_GRANT,
        LeaseGrantRequest.newBuilder().setID(lease).setTTL(ttl).build().toByteArray(),
        LEAST_ANSWER);
  }

  static byte[] keepAlive(long lease) {
    return LeaseKeepAliveRequest.newBuilder().setID(lease).build().toByteArray();
  }
}
