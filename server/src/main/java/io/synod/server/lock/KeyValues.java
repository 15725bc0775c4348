package io.synod.server.lock;

import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.TxnRequest;
import io.synod.store.wire.TxnResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What lines are made of. Futures are completed on the executor, and fail with a {@link
 * LockException}.
 */
public interface KeyValues {

  /** Does a transaction. */
  CompletableFuture<TxnResponse> txn(TxnRequest request, Executor executor);

  /** Reads linearizably. */
  CompletableFuture<RangeResponse> range(RangeRequest request, Executor executor);

  /** Reads what is here, at once. */
  RangeResponse rangeHere(RangeRequest request);

  /** Grants a lease of so many seconds. */
  CompletableFuture<Long> grant(long seconds, Executor executor);
}
