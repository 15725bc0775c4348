package io.synod.bench.differential;

import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import java.util.List;
import java.util.function.Predicate;

/**
 * What etcd dies of: its check of a transaction overlooks that a delete without an upper end takes
 * away the key whose value or lease a put then wants to keep.
 */
final class Deadly {
  private Deadly() {}

  static boolean isTo(TxnRequest txn) {
    return has(txn, Deadly::deletesWithoutEnd) && has(txn, Deadly::keeps);
  }

  private static boolean deletesWithoutEnd(RequestOp operation) {
    return operation.hasRequestDeleteRange()
        && operation.getRequestDeleteRange().getRangeEnd().equals(Draws.ZERO);
  }

  private static boolean keeps(RequestOp operation) {
    return operation.hasRequestPut()
        && (operation.getRequestPut().getIgnoreValue()
            || operation.getRequestPut().getIgnoreLease());
  }

  private static boolean has(TxnRequest txn, Predicate<RequestOp> what) {
    return has(txn.getSuccessList(), what) || has(txn.getFailureList(), what);
  }

  private static boolean has(List<RequestOp> operations, Predicate<RequestOp> what) {
    return operations.stream()
        .anyMatch(it -> what.test(it) || (it.hasRequestTxn() && has(it.getRequestTxn(), what)));
  }
}
