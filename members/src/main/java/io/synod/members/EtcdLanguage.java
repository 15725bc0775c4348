package io.synod.members;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.synod.core.Bytes;
import io.synod.core.Command;
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
    return ByteString.copyFromUtf8("key " + operation.key());
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
    if (request instanceof PutRequest put) {
      return operation(Operation.Kind.WRITE, put, NOTHING);
    }
    if (request instanceof TxnRequest txn && txn.getSuccessCount() == 1) {
      ByteString expected = txn.getCompare(0).getValue();
      return operation(
          Operation.Kind.COMPARE_AND_SET, txn.getSuccess(0).getRequestPut(), value(expected));
    }
    return new Operation(Operation.Kind.WRITE, 0, -1, NOTHING);
  }

  private static Operation operation(Operation.Kind kind, PutRequest put, long expected) {
    String key = put.getKey().toStringUtf8();
    return new Operation(
        kind, Integer.parseInt(key.substring("key ".length())), value(put.getValue()), expected);
  }

  @Override
  public long begin(long sum, long slot) {
    return sum;
  }

  @Override
  public long add(long sum, Command command, long now) {
    return add(sum, command.payload(), now == decode(command.payload()).value());
  }

  /** The sum after a command was applied that did what it says, or found something else. */
  static long add(long sum, Bytes payload, boolean done) {
    long hash = 0;
    for (byte b : payload.array()) {
      hash = hash * 31 + b;
    }
    return Chance.mix(sum ^ Chance.mix(hash) ^ (done ? 1 : 2));
  }
}
