package io.synod.store.perform;

import io.synod.store.answer.Answer;
import io.synod.store.mvcc.Keys;
import io.synod.store.mvcc.Run;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does transactions, in etcd's three steps: all comparisons, nested ones too, are looked at before
 * anything is done; then what the chosen branches hold is checked; then it is done.
 */
public final class Transactions {
  private final Keys keys;
  private final @Nullable Run run;

  private Transactions(Keys keys, @Nullable Run run) {
    this.keys = keys;
    this.run = run;
  }

  /**
   * Does a transaction that only reads.
   *
   * @param request one that {@link io.synod.store.request.RequestCheck#isReadOnly} says is
   */
  public static Answer.Txn read(Keys keys, TxnRequest request) throws RefusedException {
    return new Transactions(keys, null).perform(request);
  }

  /** Does a transaction on a run, between its begin and end; a refused one must be undone. */
  public static Answer.Txn write(Run run, TxnRequest request) throws RefusedException {
    return new Transactions(run, run).perform(request);
  }

  private Answer.Txn perform(TxnRequest request) throws RefusedException {
    Plan plan = plan(request);
    check(plan);
    List<Answer> responses = perform(plan);
    return new Answer.Txn(keys.revision(), plan.succeeded, responses);
  }

  /**
   * Which branches will be taken.
   *
   * @param operations those of the branch taken
   * @param nested plans of the transactions among them, in order
   */
  private record Plan(boolean succeeded, List<RequestOp> operations, List<Plan> nested) {}

  private Plan plan(TxnRequest request) {
    boolean succeeded = Comparisons.allHold(keys, request.getCompareList());
    List<RequestOp> operations = succeeded ? request.getSuccessList() : request.getFailureList();
    List<Plan> nested = new ArrayList<>(0);
    for (RequestOp operation : operations) {
      if (operation.hasRequestTxn()) {
        nested.add(plan(operation.getRequestTxn()));
      }
    }
    return new Plan(succeeded, operations, nested);
  }

  /** Checks all puts, nested ones too, before any range, as etcd does. */
  private void check(Plan plan) throws RefusedException {
    checkPuts(plan);
    checkRanges(plan);
  }

  private void checkPuts(Plan plan) throws RefusedException {
    Iterator<Plan> nested = plan.nested.iterator();
    for (RequestOp operation : plan.operations) {
      switch (operation.getRequestCase()) {
        case REQUEST_PUT -> Requests.check(writer(), operation.getRequestPut());
        case REQUEST_RANGE, REQUEST_DELETE_RANGE -> {}
        case REQUEST_TXN -> checkPuts(nested.next());
        case REQUEST_NOT_SET -> throw new RefusedException(Refusal.KEY_NOT_FOUND);
      }
    }
  }

  private void checkRanges(Plan plan) throws RefusedException {
    Iterator<Plan> nested = plan.nested.iterator();
    for (RequestOp operation : plan.operations) {
      if (operation.hasRequestRange()) {
        Ranges.check(keys, operation.getRequestRange());
      } else if (operation.hasRequestTxn()) {
        checkRanges(nested.next());
      }
    }
  }

  private List<Answer> perform(Plan plan) throws RefusedException {
    List<Answer> responses = new ArrayList<>(plan.operations.size());
    Iterator<Plan> nested = plan.nested.iterator();
    for (RequestOp operation : plan.operations) {
      responses.add(
          switch (operation.getRequestCase()) {
            case REQUEST_RANGE -> Ranges.read(keys, operation.getRequestRange());
            case REQUEST_PUT -> Requests.put(writer(), operation.getRequestPut());
            case REQUEST_DELETE_RANGE ->
                Requests.delete(writer(), operation.getRequestDeleteRange());
            case REQUEST_TXN -> {
              Plan inner = nested.next();
              // As in etcd, only the outermost transaction tells the revision.
              yield new Answer.Txn(0, inner.succeeded, perform(inner));
            }
            case REQUEST_NOT_SET -> throw new RefusedException(Refusal.KEY_NOT_FOUND);
          });
    }
    return responses;
  }

  private Run writer() {
    Run writer = run;
    if (writer == null) {
      throw new IllegalArgumentException("a transaction that writes must be proposed as a command");
    }
    return writer;
  }
}
