package io.synod.store.mvcc;

import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.DeleteRangeResponse;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.ResponseHeader;
import io.synod.store.wire.ResponseOp;
import io.synod.store.wire.TxnRequest;
import io.synod.store.wire.TxnResponse;
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
  private final boolean wanted;

  private Transactions(Keys keys, @Nullable Run run, boolean wanted) {
    this.keys = keys;
    this.run = run;
    this.wanted = wanted;
  }

  /**
   * Does a transaction that only reads.
   *
   * @param request one that {@link io.synod.store.request.RequestCheck#isReadOnly} says is
   */
  public static TxnResponse read(Keys keys, TxnRequest request) throws RefusedException {
    return new Transactions(keys, null, true).perform(request);
  }

  /** Does a transaction on a run, between its begin and end; a refused one must be undone. */
  public static @Nullable TxnResponse write(Run run, TxnRequest request, boolean wanted)
      throws RefusedException {
    TxnResponse response = new Transactions(run, run, wanted).perform(request);
    return wanted ? response : null;
  }

  private TxnResponse perform(TxnRequest request) throws RefusedException {
    Plan plan = plan(request);
    check(plan);
    return perform(plan).setHeader(Requests.header(keys.revision())).build();
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

  private void check(Plan plan) throws RefusedException {
    Iterator<Plan> nested = plan.nested.iterator();
    for (RequestOp operation : plan.operations) {
      switch (operation.getRequestCase()) {
        case REQUEST_RANGE -> Ranges.check(operation.getRequestRange(), keys.revision());
        case REQUEST_PUT -> Requests.check(keys, operation.getRequestPut());
        case REQUEST_DELETE_RANGE -> {}
        case REQUEST_TXN -> check(nested.next());
        case REQUEST_NOT_SET -> throw new RefusedException(Refusal.KEY_NOT_FOUND);
      }
    }
  }

  /** The response without its header's revision, which etcd sets in the outermost only. */
  private TxnResponse.Builder perform(Plan plan) throws RefusedException {
    TxnResponse.Builder response =
        TxnResponse.newBuilder()
            .setSucceeded(plan.succeeded)
            .setHeader(ResponseHeader.getDefaultInstance());
    Iterator<Plan> nested = plan.nested.iterator();
    for (RequestOp operation : plan.operations) {
      ResponseOp.Builder answer = ResponseOp.newBuilder();
      switch (operation.getRequestCase()) {
        case REQUEST_RANGE -> {
          if (wanted) {
            answer.setResponseRange(Ranges.read(keys, operation.getRequestRange()));
          }
        }
        case REQUEST_PUT -> {
          PutResponse put = Requests.put(writer(), operation.getRequestPut(), wanted);
          if (put != null) {
            answer.setResponsePut(put);
          }
        }
        case REQUEST_DELETE_RANGE -> {
          DeleteRangeResponse deleted =
              Requests.delete(writer(), operation.getRequestDeleteRange(), wanted);
          if (deleted != null) {
            answer.setResponseDeleteRange(deleted);
          }
        }
        case REQUEST_TXN -> answer.setResponseTxn(perform(nested.next()));
        case REQUEST_NOT_SET -> throw new RefusedException(Refusal.KEY_NOT_FOUND);
      }
      response.addResponses(answer);
    }
    return response;
  }

  private Run writer() {
    Run writer = run;
    if (writer == null) {
      throw new IllegalArgumentException("a transaction that writes must be proposed as a command");
    }
    return writer;
  }
}
