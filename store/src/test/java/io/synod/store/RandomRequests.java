package io.synod.store;

import static io.synod.store.Driver.bytes;
import static io.synod.store.Driver.op;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.synod.store.request.RefusedException;
import io.synod.store.request.RequestCheck;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.Compare;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseRenewal;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.LeaseTick;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import java.util.Random;

/** Requests on few keys, so that they meet often; only such as a server would propose. */
final class RandomRequests {
  private static final String[] KEYS = {"a", "aa", "ab", "b", "ba", "c", "d", "da"};

  private static final long[] LEASES = {1, 2, Long.MAX_VALUE, -1};

  private final Random random;
  private long ticks = 1;

  RandomRequests(long seed) {
    random = new Random(seed);
  }

  Message next(long newest) {
    if (random.nextInt(30) == 0) {
      return CompactionRequest.newBuilder().setRevision(newest + 1 - random.nextInt(12)).build();
    }
    return switch (random.nextInt(11)) {
      case 0, 1, 2 -> put();
      case 3 -> delete();
      case 4, 5 -> range(newest);
      case 6, 7 -> acceptable(newest);
      case 8 -> tick();
      default -> lease();
    };
  }

  private Message lease() {
    return switch (random.nextInt(8)) {
      case 0 -> LeaseRevokeRequest.newBuilder().setID(leaseId()).build();
      case 1, 2, 3 -> LeaseRenewal.newBuilder().addIds(leaseId()).addIds(leaseId()).build();
      default ->
          LeaseGrantRequest.newBuilder().setID(leaseId()).setTTL(1 + random.nextInt(5)).build();
    };
  }

  private LeaseTick tick() {
    ticks = Math.max(1, ticks + random.nextInt(5) - 1);
    return LeaseTick.newBuilder()
        .setRound(1)
        .setMember(1)
        .setNumber(ticks)
        .setElapsedMillis(random.nextInt(700))
        .build();
  }

  private long leaseId() {
    return LEASES[random.nextInt(LEASES.length)];
  }

  private TxnRequest acceptable(long newest) {
    while (true) {
      TxnRequest txn = txn(newest, 2);
      try {
        new RequestCheck(RequestCheck.DEFAULT_MAX_TXN_OPS).check(txn);
        if (!deletesWithoutEnd(txn)) {
          return txn;
        }
      } catch (RefusedException refused) {
        // The next one, then.
      }
    }
  }

  /**
   * etcd's check passes these together with puts of the keys that they delete; etcd itself fails on
   * some.
   */
  private static boolean deletesWithoutEnd(TxnRequest txn) {
    return txn.toString().contains("request_delete_range")
        && txn.toString().contains("range_end: \"\\000\"");
  }

  private ByteString key() {
    return bytes(KEYS[random.nextInt(KEYS.length)]);
  }

  private ByteString end() {
    return switch (random.nextInt(4)) {
      case 0 -> bytes("\0");
      case 1 -> key();
      default -> ByteString.EMPTY;
    };
  }

  private PutRequest put() {
    PutRequest.Builder put = PutRequest.newBuilder().setKey(key()).setPrevKv(random.nextBoolean());
    if (random.nextInt(6) == 0) {
      return put.setIgnoreValue(true).setIgnoreLease(random.nextBoolean()).build();
    }
    switch (random.nextInt(4)) {
      case 0 -> put.setLease(leaseId());
      case 1 -> put.setIgnoreLease(random.nextInt(3) == 0);
      default -> {
        // Neither.
      }
    }
    return put.setValue(bytes(String.valueOf(random.nextInt(5)))).build();
  }

  private DeleteRangeRequest delete() {
    return DeleteRangeRequest.newBuilder()
        .setKey(key())
        .setRangeEnd(end())
        .setPrevKv(random.nextBoolean())
        .build();
  }

  private RangeRequest range(long newest) {
    RangeRequest.Builder range =
        RangeRequest.newBuilder()
            .setKey(key())
            .setRangeEnd(end())
            .setLimit(random.nextInt(3) == 0 ? random.nextInt(4) : 0)
            .setSortOrderValue(random.nextInt(3))
            .setSortTargetValue(random.nextInt(3) == 0 ? random.nextInt(5) : 0)
            .setKeysOnly(random.nextInt(4) == 0)
            .setCountOnly(random.nextInt(6) == 0);
    if (random.nextInt(3) == 0) {
      range.setRevision(revision(newest) + random.nextInt(2));
    }
    if (random.nextInt(4) == 0) {
      range.setMinModRevision(revision(newest));
    }
    if (random.nextInt(4) == 0) {
      range.setMaxCreateRevision(revision(newest));
    }
    return range.build();
  }

  /** More often than not one that has not been compacted. */
  private long revision(long newest) {
    return Math.max(1, newest - random.nextInt(random.nextInt(10) == 0 ? 1_000 : 15));
  }

  private TxnRequest txn(long newest, int depth) {
    TxnRequest.Builder txn = TxnRequest.newBuilder();
    for (int i = random.nextInt(3); i > 0; i--) {
      txn.addCompare(compare(newest));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      txn.addSuccess(operation(newest, depth));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      txn.addFailure(operation(newest, depth));
    }
    return txn.build();
  }

  private RequestOp operation(long newest, int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 4)) {
      case 0, 1 -> op(put());
      case 2 -> op(delete());
      case 3 -> op(range(newest));
      default -> op(txn(newest, depth - 1));
    };
  }

  private Compare compare(long newest) {
    Compare.Builder compare =
        Compare.newBuilder()
            .setKey(key())
            .setRangeEnd(random.nextInt(3) == 0 ? end() : ByteString.EMPTY)
            .setResultValue(random.nextInt(4))
            .setTargetValue(random.nextInt(5));
    return switch (compare.getTarget()) {
      case VERSION -> compare.setVersion(random.nextInt(3)).build();
      case CREATE -> compare.setCreateRevision(revision(newest)).build();
      case MOD -> compare.setModRevision(revision(newest)).build();
      case LEASE -> compare.setLease(random.nextBoolean() ? 0 : leaseId()).build();
      case VALUE -> compare.setValue(bytes(String.valueOf(random.nextInt(5)))).build();
      case UNRECOGNIZED -> throw new AssertionError(compare);
    };
  }
}
