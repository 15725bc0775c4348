package io.synod.store.request;

import com.google.protobuf.ByteString;
import io.synod.store.wire.Compare;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What etcd refuses whatever the state, so that a server can say so before it proposes anything.
 * Free of state; any thread.
 */
public final class RequestCheck {
  /** How many comparisons, and operations in each branch, etcd allows a transaction by default. */
  public static final int DEFAULT_MAX_TXN_OPS = 128;

  /** The longest time to live that etcd grants a lease, in seconds. */
  public static final long MAX_TTL = 9_000_000_000L;

  private static final Comparator<ByteString> ORDER =
      ByteString.unsignedLexicographicalComparator();

  private final int maxTxnOps;

  /**
   * A check.
   *
   * @param maxTxnOps how many comparisons, and operations in each branch, a transaction may have;
   *     what it holds, nested ones have less
   */
  public RequestCheck(int maxTxnOps) {
    this.maxTxnOps = maxTxnOps;
  }

  /** Passes a range or refuses it. */
  public static void check(RangeRequest request) throws RefusedException {
    if (request.getKey().isEmpty()) {
      throw new RefusedException(Refusal.EMPTY_KEY);
    }
    if (request.getSortOrder() == RangeRequest.SortOrder.UNRECOGNIZED
        || request.getSortTarget() == RangeRequest.SortTarget.UNRECOGNIZED) {
      throw new RefusedException(Refusal.INVALID_SORT_OPTION);
    }
  }

  /** Passes a put or refuses it. */
  public static void check(PutRequest request) throws RefusedException {
    if (request.getKey().isEmpty()) {
      throw new RefusedException(Refusal.EMPTY_KEY);
    }
    if (request.getIgnoreValue() && !request.getValue().isEmpty()) {
      throw new RefusedException(Refusal.VALUE_PROVIDED);
    }
    if (request.getIgnoreLease() && request.getLease() != 0) {
      throw new RefusedException(Refusal.LEASE_PROVIDED);
    }
  }

  /** Passes a delete or refuses it. */
  public static void check(DeleteRangeRequest request) throws RefusedException {
    if (request.getKey().isEmpty()) {
      throw new RefusedException(Refusal.EMPTY_KEY);
    }
  }

  /** Passes a lease or refuses it. */
  public static void check(LeaseGrantRequest request) throws RefusedException {
    if (request.getTTL() > MAX_TTL) {
      throw new RefusedException(Refusal.LEASE_TTL_TOO_LARGE);
    }
  }

  /**
   * Passes a transaction or refuses it: its size, the requests in it, and keys that it would write
   * twice.
   */
  public void check(TxnRequest request) throws RefusedException {
    checkParts(request, maxTxnOps);
    Written.by(request.getSuccessList());
    Written.by(request.getFailureList());
  }

  /** Whether a transaction only reads, by etcd's rule: a nested one counts as a write. */
  public static boolean isReadOnly(TxnRequest request) {
    return request.getSuccessList().stream().allMatch(RequestOp::hasRequestRange)
        && request.getFailureList().stream().allMatch(RequestOp::hasRequestRange);
  }

  /** Whether a transaction only reads, and every read in it is serializable. */
  public static boolean isSerializable(TxnRequest request) {
    return request.getSuccessList().stream().allMatch(RequestCheck::isSerializable)
        && request.getFailureList().stream().allMatch(RequestCheck::isSerializable);
  }

  private static boolean isSerializable(RequestOp operation) {
    return operation.hasRequestRange() && operation.getRequestRange().getSerializable();
  }

  /**
   * Passes a transaction or refuses it for one of the requests in it, or for having more than
   * {@code maxOps} in one place.
   */
  public static void checkParts(TxnRequest request, int maxOps) throws RefusedException {
    int operations =
        Math.max(
            request.getCompareCount(),
            Math.max(request.getSuccessCount(), request.getFailureCount()));
    if (operations > maxOps) {
      throw new RefusedException(Refusal.TOO_MANY_OPERATIONS);
    }
    for (Compare compare : request.getCompareList()) {
      if (compare.getKey().isEmpty()) {
        throw new RefusedException(Refusal.EMPTY_KEY);
      }
    }
    for (RequestOp operation : request.getSuccessList()) {
      checkPart(operation, maxOps - operations);
    }
    for (RequestOp operation : request.getFailureList()) {
      checkPart(operation, maxOps - operations);
    }
  }

  private static void checkPart(RequestOp operation, int maxOps) throws RefusedException {
    switch (operation.getRequestCase()) {
      case REQUEST_RANGE -> check(operation.getRequestRange());
      case REQUEST_PUT -> check(operation.getRequestPut());
      case REQUEST_DELETE_RANGE -> check(operation.getRequestDeleteRange());
      case REQUEST_TXN -> checkParts(operation.getRequestTxn(), maxOps);
      case REQUEST_NOT_SET -> throw new RefusedException(Refusal.KEY_NOT_FOUND);
    }
  }

  /**
   * The ranges of keys that deletes name, those that overlap as one; as in etcd's check, one
   * without an upper end overlaps with nothing.
   */
  private static final class Deleted {
    private final TreeMap<ByteString, ByteString> ends = new TreeMap<>(ORDER);

    void add(DeleteRangeRequest request) {
      ByteString end =
          request.getRangeEnd().isEmpty()
              ? request.getKey().concat(ByteString.copyFrom(new byte[1]))
              : request.getRangeEnd();
      add(request.getKey(), end);
    }

    void add(Deleted others) {
      others.ends.forEach(this::add);
    }

    private void add(ByteString from, ByteString end) {
      if (ORDER.compare(from, end) >= 0) {
        return;
      }
      Map.Entry<ByteString, ByteString> before = ends.floorEntry(from);
      ByteString first = from;
      ByteString last = end;
      if (before != null && ORDER.compare(before.getValue(), from) >= 0) {
        first = before.getKey();
        last = later(end, before.getValue());
      }
      Map<ByteString, ByteString> covered = ends.subMap(first, true, last, true);
      for (ByteString other : covered.values()) {
        last = later(last, other);
      }
      covered.clear();
      ends.put(first, last);
    }

    private static ByteString later(ByteString one, ByteString two) {
      return ORDER.compare(one, two) >= 0 ? one : two;
    }

    boolean contains(ByteString key) {
      Map.Entry<ByteString, ByteString> before = ends.floorEntry(key);
      return before != null && ORDER.compare(key, before.getValue()) < 0;
    }
  }

  /**
   * What a list of operations may write. The branches of a nested transaction may write the same
   * keys: only one is done.
   */
  private record Written(Set<ByteString> puts, Deleted deletes) {

    static Written by(List<RequestOp> operations) throws RefusedException {
      Written written = new Written(new HashSet<>(), new Deleted());
      for (RequestOp operation : operations) {
        if (operation.hasRequestDeleteRange()) {
          written.deletes.add(operation.getRequestDeleteRange());
        }
      }
      for (RequestOp operation : operations) {
        if (operation.hasRequestTxn()) {
          Written success = by(operation.getRequestTxn().getSuccessList());
          Written failure = by(operation.getRequestTxn().getFailureList());
          for (ByteString key : success.puts) {
            written.put(key, Set.of());
          }
          for (ByteString key : failure.puts) {
            written.put(key, success.puts);
          }
          written.deletes.add(success.deletes);
          written.deletes.add(failure.deletes);
        }
      }
      for (RequestOp operation : operations) {
        if (operation.hasRequestPut()) {
          written.put(operation.getRequestPut().getKey(), Set.of());
        }
      }
      return written;
    }

    private void put(ByteString key, Set<ByteString> allowed) throws RefusedException {
      boolean again = !puts.add(key);
      if ((again && !allowed.contains(key)) || deletes.contains(key)) {
        throw new RefusedException(Refusal.DUPLICATE_KEY);
      }
    }
  }
}
