package io.synod.node.peers;

import com.google.protobuf.CodedOutputStream;
import io.synod.core.Ballot;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Message.Slotted;
import io.synod.core.Value;
import io.synod.node.codec.LogCodec;
import io.synod.node.codec.RegisterCodec;
import java.util.List;
import java.util.Set;

/** Counts the bytes of a message's fields. */
final class FieldSizer implements MessageCodec.Sink {

  private int size;

  int size() {
    return size;
  }

  @Override
  public void ballot(int field, Ballot ballot) {
    size += LogCodec.nestedSize(LogCodec.sizeOf(ballot));
  }

  @Override
  public void number(int field, long number) {
    size += number == 0 ? 0 : 1 + CodedOutputStream.computeUInt64SizeNoTag(number);
  }

  @Override
  public void flag(int field, boolean flag) {
    size += flag ? 2 : 0;
  }

  @Override
  public void values(int field, List<Value> values) {
    size += LogCodec.nestedSize(values);
  }

  @Override
  public void commands(List<Command> commands) {
    size += LogCodec.sizeOf(commands);
  }

  @Override
  public void member(int field, MemberId member) {
    size += 1 + Long.BYTES;
  }

  @Override
  public void members(int field, Set<MemberId> members) {
    size += members.isEmpty() ? 0 : LogCodec.nestedSize(8 * members.size());
  }

  @Override
  public void slotted(int field, List<Slotted> accepted) {
    for (Slotted slotted : accepted) {
      size += LogCodec.nestedSize(sizeOf(slotted));
    }
  }

  static int sizeOf(Slotted slotted) {
    FieldSizer body = new FieldSizer();
    body.number(1, slotted.slot());
    body.ballot(2, slotted.accepted().ballot());
    return body.size + LogCodec.nestedSize(LogCodec.sizeOf(slotted.accepted().value()));
  }

  @Override
  public void register(Message.Register message) {
    size += RegisterCodec.sizeOf(message);
  }
}
