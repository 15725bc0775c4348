package io.synod.bench.differential;

import com.google.protobuf.ByteString;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.Compare;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Random calls, sensible and senseless, on few keys, so that they meet often. */
final class Generator {
  /** How many watch streams there are at most. */
  static final int STREAMS = 3;

  private static final int MOST_OPERATIONS = 128;

  private final Random random;
  private final Draws draws;
  private final WatchDraws watches;
  private final LeaseDraws leases;
  private final LockDraws locks;
  private final MemberDraws members;
  private final Deque<Step> planned = new ArrayDeque<>();

  /** A source of calls; the same seed gives the same calls. */
  Generator(long seed) {
    random = new Random(seed);
    draws = new Draws(random);
    watches = new WatchDraws(random, draws);
    leases = new LeaseDraws(random, draws);
    locks = new LockDraws(random, draws);
    members = new MemberDraws(random, draws);
  }

  /** A sequence of calls that begins with nothing: no keys, leases or watch streams. */
  List<Step> chapter(int calls) {
    List<Step> steps = new ArrayList<>(clean());
    for (int i = 0; i < calls; i++) {
      Step step = planned.isEmpty() ? next() : planned.remove();
      steps.add(step instanceof Step.Ask ask ? perhapsAsJson(ask) : step);
    }
    return steps;
  }

  /** What leaves nothing to what comes after it. */
  static List<Step> clean() {
    List<Step> steps = new ArrayList<>();
    for (int stream = 0; stream < STREAMS; stream++) {
      steps.add(new Step.Close(stream));
    }
    steps.addAll(LeaseDraws.clean());
    DeleteRangeRequest everything =
        DeleteRangeRequest.newBuilder().setKey(Draws.ZERO).setRangeEnd(Draws.ZERO).build();
    steps.add(new Step.Ask(Unary.DELETE_RANGE, everything));
    return steps;
  }

  private Step.Ask perhapsAsJson(Step.Ask ask) {
    boolean json = !ask.method().path().isEmpty() && draws.oneIn(6);
    return json ? new Step.Ask(ask.method(), ask.message(), true) : ask;
  }

  private Step next() {
    if (draws.oneIn(250)) {
      return new Step.Ask(Unary.COMPACT, compaction());
    }
    if (draws.oneIn(700)) {
      planned.add(new Step.Ask(Unary.TXN, heap()));
      planned.add(new Step.Ask(Unary.TXN, heap()));
      return watches.fragmented();
    }
    int kind = random.nextInt(100);
    if (kind < 27) {
      return new Step.Ask(Unary.PUT, put());
    } else if (kind < 54) {
      return new Step.Ask(Unary.RANGE, draws.oneIn(60) ? strangelySorted() : range());
    } else if (kind < 65) {
      return new Step.Ask(Unary.DELETE_RANGE, delete());
    } else if (kind < 88) {
      return new Step.Ask(Unary.TXN, txn());
    } else if (kind < 92) {
      return leases.next();
    } else if (kind < 94) {
      return locks.next();
    } else if (kind < 95) {
      return members.next();
    }
    return watches.next();
  }

  private PutRequest put() {
    PutRequest.Builder put =
        PutRequest.newBuilder()
            .setKey(draws.key())
            .setPrevKv(random.nextBoolean())
            .setIgnoreValue(draws.oneIn(10))
            .setIgnoreLease(draws.oneIn(20));
    if (!put.getIgnoreValue() || draws.oneIn(4)) {
      put.setValue(draws.oneIn(3_000) ? draws.hugeValue() : draws.value());
    }
    if (draws.oneIn(8)) {
      put.setLease(draws.lease());
    }
    return put.build();
  }

  private CompactionRequest compaction() {
    long revision = draws.oneIn(4) ? draws.revision() : Relative.revision(-1 - random.nextInt(200));
    return CompactionRequest.newBuilder().setRevision(revision).setPhysical(draws.oneIn(4)).build();
  }

  private DeleteRangeRequest delete() {
    return DeleteRangeRequest.newBuilder()
        .setKey(draws.key())
        .setRangeEnd(draws.end())
        .setPrevKv(random.nextBoolean())
        .build();
  }

  private RangeRequest range() {
    RangeRequest.Builder range =
        RangeRequest.newBuilder()
            .setKey(draws.key())
            .setRangeEnd(draws.end())
            .setSerializable(draws.oneIn(4))
            .setKeysOnly(draws.oneIn(5))
            .setCountOnly(draws.oneIn(8));
    if (draws.oneIn(3)) {
      range.setLimit(draws.oneIn(20) ? -1 : random.nextInt(5));
    }
    if (draws.oneIn(3)) {
      range.setRevision(draws.revision());
    }
    if (draws.oneIn(2)) {
      range.setSortOrderValue(random.nextInt(3)).setSortTargetValue(random.nextInt(5));
    }
    switch (random.nextInt(16)) {
      case 0 -> range.setMinModRevision(draws.revision());
      case 1 -> range.setMaxModRevision(draws.revision());
      case 2 -> range.setMinCreateRevision(draws.revision());
      case 3 -> range.setMaxCreateRevision(draws.revision());
      case 4 -> range.setMinModRevision(draws.revision()).setMaxModRevision(draws.revision());
      default -> {
        // no bounds
      }
    }
    return range.build();
  }

  /** By an order that is not known; of a target that is not known etcd dies. */
  private RangeRequest strangelySorted() {
    return range().toBuilder()
        .setSortOrderValue(3 + random.nextInt(5))
        .setSortTargetValue(random.nextInt(5))
        .build();
  }

  /** As much in one revision as a request can hold: twice, it is more than a response may be. */
  TxnRequest heap() {
    TxnRequest.Builder txn = TxnRequest.newBuilder();
    for (int i = 0; i < draws.usual(); i++) {
      PutRequest put =
          PutRequest.newBuilder()
              .setKey(draws.usual(i))
              .setValue(ByteString.copyFromUtf8("x".repeat(230_000 + random.nextInt(70_000))))
              .build();
      txn.addSuccess(RequestOp.newBuilder().setRequestPut(put));
    }
    return txn.build();
  }

  private TxnRequest txn() {
    if (draws.oneIn(100)) {
      return crowd();
    }
    while (true) {
      TxnRequest txn = txn(random.nextInt(4));
      if (!Deadly.isTo(txn)) {
        return txn;
      }
    }
  }

  /** About as many operations as are allowed, on the first level or below it. */
  private TxnRequest crowd() {
    TxnRequest.Builder txn = TxnRequest.newBuilder();
    int count = MOST_OPERATIONS - 2 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      txn.addSuccess(RequestOp.newBuilder().setRequestRange(range()));
    }
    if (draws.oneIn(2)) {
      return txn.build();
    }
    RequestOp nested = RequestOp.newBuilder().setRequestTxn(txn).build();
    return TxnRequest.newBuilder().addSuccess(nested).addFailure(nested).build();
  }

  private TxnRequest txn(int depth) {
    TxnRequest.Builder txn = TxnRequest.newBuilder();
    for (int i = random.nextInt(3); i > 0; i--) {
      txn.addCompare(compare());
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      txn.addSuccess(operation(depth));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      txn.addFailure(operation(depth));
    }
    return txn.build();
  }

  private RequestOp operation(int depth) {
    RequestOp.Builder operation = RequestOp.newBuilder();
    return switch (random.nextInt(depth > 0 ? 12 : 9)) {
      case 0, 1, 2, 3 -> operation.setRequestPut(put()).build();
      case 4, 5 -> operation.setRequestDeleteRange(delete()).build();
      case 6, 7 -> operation.setRequestRange(range()).build();
      case 8 -> draws.oneIn(10) ? operation.build() : operation.setRequestRange(range()).build();
      default -> operation.setRequestTxn(txn(depth - 1)).build();
    };
  }

  private Compare compare() {
    Compare.Builder compare =
        Compare.newBuilder()
            .setKey(draws.key())
            .setRangeEnd(draws.oneIn(3) ? draws.end() : ByteString.EMPTY)
            .setResultValue(draws.oneIn(80) ? 6 : random.nextInt(4))
            .setTargetValue(draws.oneIn(80) ? 8 : random.nextInt(5));
    // now and then the value is of another kind than the target, or missing
    return switch (draws.oneIn(20) ? random.nextInt(6) : compare.getTargetValue()) {
      case 0 -> compare.setVersion(random.nextInt(4)).build();
      case 1 -> compare.setCreateRevision(draws.revision()).build();
      case 2 -> compare.setModRevision(draws.revision()).build();
      case 3 -> compare.setValue(draws.value()).build();
      case 4 -> compare.setLease(draws.oneIn(2) ? 0 : draws.lease()).build();
      default -> compare.build();
    };
  }
}
