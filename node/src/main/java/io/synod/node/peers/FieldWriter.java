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
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Writes a message's fields. */
final class FieldWriter implements MessageCodec.Sink {

  private final CodedOutputStream out;

  FieldWriter(CodedOutputStream out) {
    this.out = out;
  }

  @Override
  public void ballot(int field, Ballot ballot) throws IOException {
    LogCodec.writeNested(field, LogCodec.sizeOf(ballot), out);
    LogCodec.write(ballot, out);
  }

  @Override
  public void number(int field, long number) throws IOException {
    if (number != 0) {
      out.writeUInt64(field, number);
    }
  }

  @Override
  public void flag(int field, boolean flag) throws IOException {
    if (flag) {
      out.writeBool(field, true);
    }
  }

  @Override
  public void values(int field, List<Value> values) throws IOException {
    LogCodec.writeNested(field, values, out);
  }

  @Override
  public void commands(List<Command> commands) throws IOException {
    LogCodec.write(commands, out);
  }

  @Override
  public void member(int field, MemberId member) throws IOException {
    out.writeFixed64(field, member.value());
  }

  @Override
  public void members(int field, Set<MemberId> members) throws IOException {
    if (!members.isEmpty()) {
      LogCodec.writeNested(field, 8 * members.size(), out);
      for (MemberId member : members) {
        out.writeFixed64NoTag(member.value());
      }
    }
  }

  @Override
  public void slotted(int field, List<Slotted> accepted) throws IOException {
    for (Slotted slotted : accepted) {
      LogCodec.writeNested(field, FieldSizer.sizeOf(slotted), out);
      number(1, slotted.slot());
      ballot(2, slotted.accepted().ballot());
      Value value = slotted.accepted().value();
      LogCodec.writeNested(3, LogCodec.sizeOf(value), out);
      LogCodec.write(value, out);
    }
  }

  @Override
  public void register(Message.Register message) throws IOException {
    RegisterCodec.write(message, out);
  }
}
