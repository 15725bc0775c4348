package io.synod.server;

import io.synod.store.EtcdStore;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import java.util.List;

/**
 * Whether there is room to put more. The store's size is dear to ask for, so it is asked for again
 * only after enough has happened to matter. Safe for use by several threads.
 */
final class Quota {

  /** What a put takes up besides its key and value, by etcd's reckoning. */
  private static final int PUT_OVERHEAD = 256;

  private static final int REVISIONS_BETWEEN = 1_000;

  private final EtcdStore store;
  private final long limit;
  private long size;
  private long admitted;
  private long sampledAt = -1;

  /** What the last request that did not fit costs; 0 if one fitted since. */
  private long refused;

  Quota(EtcdStore store, long limit) {
    this.store = store;
    this.limit = limit;
  }

  /** Whether a request of this cost still fits; one that costs nothing always does. */
  synchronized boolean admits(long cost) {
    if (cost == 0) {
      return true;
    }
    if (size + admitted + cost >= limit
        || admitted > limit / 1_000
        || store.revision() - sampledAt > REVISIONS_BETWEEN
        || sampledAt < 0) {
      sampledAt = store.revision();
      size = store.sizeBytes();
      admitted = 0;
    }
    admitted += cost;
    if (size + admitted < limit) {
      refused = 0;
      return true;
    }
    admitted -= cost;
    refused = cost;
    store.reclaim();
    return false;
  }

  /** Whether the store has reached its limit: what did not fit the last time would not fit now. */
  synchronized boolean isExhausted() {
    return store.sizeBytes() + refused >= limit;
  }

  long limit() {
    return limit;
  }

  /** What a lease takes up, by etcd's reckoning. */
  static final long LEASE_COST = 64;

  static long cost(PutRequest put) {
    return (long) PUT_OVERHEAD + put.getKey().size() + put.getValue().size();
  }

  static long cost(TxnRequest txn) {
    return Math.max(cost(txn.getSuccessList()), cost(txn.getFailureList()));
  }

  private static long cost(List<RequestOp> operations) {
    long cost = 0;
    for (RequestOp operation : operations) {
      if (operation.hasRequestPut()) {
        cost += cost(operation.getRequestPut());
      } else if (operation.hasRequestTxn()) {
        cost += cost(operation.getRequestTxn());
      }
    }
    return cost;
  }
}
