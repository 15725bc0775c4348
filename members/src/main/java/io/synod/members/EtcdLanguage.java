package io.synod.members;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.members.model.StoreModel;
import io.synod.sim.chance.Chance;
import io.synod.sim.machine.Language;
import io.synod.sim.machine.Operation;
import io.synod.store.request.Commands;
import io.synod.store.wire.Compare;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import java.nio.charset.StandardCharsets;

/** Operations as requests of the store: a put, or a transaction that compares and puts. */
final class EtcdLanguage implements Language {

  private static final int MOST_PADDING = 40;

  /** A key without a value holds 0. */
  private static final long NOTHING = 0;

  private static final String KEY = "key ";

  /** One command in sixteen compacts the history. */
  private static final int BITS = 4;

  private static final long EVERY = (1 << BITS) - 1;

  /** What no compaction compacts to. */
  private static final long NEVER = -1;

  private final StoreModel model = new StoreModel();
  private final int kept;

  /**
   * A language, and what must have come of all that was said in it.
   *
   * @param kept how many revisions a compaction leaves, at most
   */
  EtcdLanguage(int kept) {
    this.kept = kept;
  }

  /** What members' stores have to hold. */
  StoreModel model() {
    return model;
  }

  static Bytes encode(Operation operation) {
    PutRequest put =
        PutRequest.newBuilder().setKey(key(operation)).setValue(text(operation.value())).build();
    if (operation.kind() == Operation.Kind.WRITE) {
      return Commands.encode(put);
    }
    Compare.Builder compare = Compare.newBuilder().setKey(key(operation));
    if (operation.expected() == NOTHING) {
      compare.setTarget(Compare.CompareTarget.CREATE).setCreateRevision(0);
    } else {
      compare.setTarget(Compare.CompareTarget.VALUE).setValue(text(operation.expected()));
    }
    return Commands.encode(
        TxnRequest.newBuilder()
            .addCompare(compare.setResult(Compare.CompareResult.EQUAL))
            .addSuccess(RequestOp.newBuilder().setRequestPut(put))
            .build());
  }

  static RangeRequest read(Operation operation) {
    return RangeRequest.newBuilder().setKey(key(operation)).build();
  }

  private static ByteString key(Operation operation) {
    return ByteString.copyFromUtf8(KEY + operation.key());
  }

  /** Of many lengths, but always the same for the same value. */
  private static ByteString text(long value) {
    int padding = (int) Long.remainderUnsigned(Chance.mix(value), MOST_PADDING);
    return ByteString.copyFromUtf8(value + " ".repeat(padding));
  }

  /** The value that a text stands for. */
  static long value(ByteString text) {
    return text.isEmpty() ? NOTHING : Long.parseLong(text.toString(StandardCharsets.UTF_8).strip());
  }

  @Override
  public Operation decode(Bytes payload) {
    Message request = Commands.decode(payload);
    if (request instanceof PutRequest put && isOurs(put)) {
      return operation(Operation.Kind.WRITE, put, NOTHING);
    }
    if (request instanceof TxnRequest txn && txn.getCompareCount() == 1) {
      ByteString expected = txn.getCompare(0).getValue();
      return operation(
          Operation.Kind.COMPARE_AND_SET, txn.getSuccess(0).getRequestPut(), value(expected));
    }
    return new Operation(Operation.Kind.OTHER, 0, Long.MIN_VALUE | hash(payload), NOTHING);
  }

  private static boolean isOurs(PutRequest put) {
    return put.getKey().toStringUtf8().startsWith(KEY);
  }

  private static Operation operation(Operation.Kind kind, PutRequest put, long expected) {
    String key = put.getKey().toStringUtf8();
    return new Operation(
        kind, Integer.parseInt(key.substring(KEY.length())), value(put.getValue()), expected);
  }

  @Override
  public long begin(long sum, long slot) {
    model.begin();
    return sum;
  }

  @Override
  public long add(long sum, Command command, long now) {
    StoreModel.Result result = model.apply(command.payload());
    long added = add(sum, command.payload(), result.done());
    if (!result.refused()) {
      boolean _ = model.compact(compaction(added, model.revision(), kept));
    }
    return added;
  }

  /**
   * The revision to which the history is compacted after a command. As every member does it after
   * the same command, it is part of what that command does.
   */
  static long compaction(long sum, long revision, int kept) {
    return (sum & EVERY) == 0 ? revision - Long.remainderUnsigned(sum >>> BITS, kept + 1L) : NEVER;
  }

  /** The sum after a command was applied that did what it says, or found something else. */
  static long add(long sum, Bytes payload, boolean done) {
    return Chance.mix(sum ^ hash(payload) ^ (done ? 1 : 2));
  }

  private static long hash(Bytes payload) {
    long hash = 0;
    for (byte b : payload.array()) {
      hash = hash * 31 + b;
    }
    return Chance.mix(hash);
  }
}
