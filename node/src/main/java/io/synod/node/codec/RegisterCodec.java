package io.synod.node.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.Message;
import io.synod.core.Record;
import io.synod.core.RegisterMessage;
import io.synod.core.RegisterRecord;
import io.synod.core.RegisterState;
import io.synod.core.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Messages, records and states of registers as {@code register.proto} declares them. What they have
 * in common has the same number in each: see {@link Body}. Any thread may use it.
 */
public final class RegisterCodec {

  private static final int NAME_FIELD = 1;
  private static final int LAST_RECORD = 3;
  private static final int LAST_MESSAGE = 10;

  private RegisterCodec() {}

  /**
   * What any of them may hold.
   *
   * @param ballot field 1: the ballot, or what is promised
   * @param other field 2: under which ballot the value is accepted, or what is promised instead
   * @param value field 3
   * @param id field 4
   * @param chosen field 5
   */
  private record Body(
      @Nullable Ballot ballot,
      @Nullable Ballot other,
      @Nullable Value value,
      long id,
      boolean chosen) {

    private static final int ID = LogCodec.tag(4, WireFormat.WIRETYPE_VARINT);

    static Body of(Ballot ballot) {
      return new Body(ballot, null, null, 0, false);
    }

    static Body of(Ballot ballot, @Nullable AcceptedValue accepted) {
      return accepted == null
          ? of(ballot)
          : new Body(ballot, accepted.ballot(), accepted.value(), 0, false);
    }

    static Body of(long id, RegisterState state) {
      Body held = of(state.promised(), state.accepted());
      return new Body(held.ballot, held.other, held.value, id, state.chosen());
    }

    int size() {
      return (ballot == null ? 0 : LogCodec.nestedSize(LogCodec.sizeOf(ballot)))
          + (other == null ? 0 : LogCodec.nestedSize(LogCodec.sizeOf(other)))
          + (value == null ? 0 : LogCodec.nestedSize(LogCodec.sizeOf(value)))
          + LogCodec.varintField(id)
          + (chosen ? 2 : 0);
    }

    void write(CodedOutputStream out) throws IOException {
      write(1, ballot, out);
      write(2, other, out);
      if (value != null) {
        LogCodec.writeNested(3, LogCodec.sizeOf(value), out);
        LogCodec.write(value, out);
      }
      LogCodec.writeVarint(ID, id, out);
      if (chosen) {
        out.writeBool(5, true);
      }
    }

    private static void write(int field, @Nullable Ballot ballot, CodedOutputStream out)
        throws IOException {
      if (ballot != null) {
        LogCodec.writeNested(field, LogCodec.sizeOf(ballot), out);
        LogCodec.write(ballot, out);
      }
    }

    static Body read(CodedInputStream in) throws IOException {
      Ballot ballot = null;
      Ballot other = null;
      Value value = null;
      long id = 0;
      boolean chosen = false;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (WireFormat.getTagFieldNumber(tag)) {
          case 1 -> ballot = LogCodec.readNested(in, LogCodec::readBallot);
          case 2 -> other = LogCodec.readNested(in, LogCodec::readBallot);
          case 3 -> value = LogCodec.readNested(in, LogCodec::readValue);
          case 4 -> id = in.readUInt64();
          case 5 -> chosen = in.readBool();
          default -> LogCodec.skip(tag, in);
        }
      }
      return new Body(ballot, other, value, id, chosen);
    }

    Ballot required(@Nullable Ballot field) throws IOException {
      if (field == null) {
        throw new InvalidProtocolBufferException("Something about a register has no ballot.");
      }
      return field;
    }

    Value requiredValue() throws IOException {
      if (value == null || value.commands().size() != 1) {
        throw new InvalidProtocolBufferException("A register's value is missing.");
      }
      return value;
    }

    @Nullable AcceptedValue accepted() throws IOException {
      return value == null ? null : new AcceptedValue(required(other), requiredValue());
    }

    RegisterState state() throws IOException {
      return new RegisterState(required(ballot), accepted(), chosen);
    }
  }

  /** A register's state, to be kept under its name. */
  public static Bytes encode(RegisterState state) {
    Body body = Body.of(0, state);
    byte[] bytes = new byte[body.size()];
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      body.write(out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(bytes);
  }

  /**
   * What {@link #encode} made.
   *
   * @throws IOException if it is something else
   */
  public static RegisterState decode(Bytes state) throws IOException {
    return Body.read(CodedInputStream.newInstance(state.array())).state();
  }

  private static int size(String name, Body body) {
    return stringSize(name) + LogCodec.nestedSize(body.size());
  }

  private static int stringSize(String name) {
    return 1 + CodedOutputStream.computeStringSizeNoTag(name);
  }

  private static void write(String name, int kind, Body body, CodedOutputStream out)
      throws IOException {
    out.writeString(NAME_FIELD, name);
    LogCodec.writeNested(kind, body.size(), out);
    body.write(out);
  }

  private record Named(String name, int kind, Body body) {}

  /** Reads something of a kind that is known, up to the last one; other fields are skipped. */
  private static Named read(CodedInputStream in, int lastKind) throws IOException {
    String name = "";
    int kind = 0;
    Body body = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED
          || field > lastKind) {
        LogCodec.skip(tag, in);
      } else if (field == NAME_FIELD) {
        name = in.readStringRequireUtf8();
      } else {
        kind = field;
        body = LogCodec.readNested(in, Body::read);
      }
    }
    if (body == null) {
      throw new InvalidProtocolBufferException(
          "Something about a register is of no kind that this version knows.");
    }
    return new Named(name, kind, body);
  }

  static int sizeOf(Record.Register record) {
    return size(record.name(), body(record.record()));
  }

  static void write(Record.Register record, CodedOutputStream out) throws IOException {
    int kind =
        switch (record.record()) {
          case RegisterRecord.Promised _ -> 2;
          case RegisterRecord.Accepted _ -> 3;
        };
    write(record.name(), kind, body(record.record()), out);
  }

  private static Body body(RegisterRecord record) {
    return switch (record) {
      case RegisterRecord.Promised r -> Body.of(r.ballot());
      case RegisterRecord.Accepted r -> new Body(r.ballot(), null, r.value(), 0, false);
    };
  }

  static Record.Register readRecord(CodedInputStream in) throws IOException {
    Named named = read(in, LAST_RECORD);
    Body body = named.body();
    RegisterRecord record =
        switch (named.kind()) {
          case 2 -> new RegisterRecord.Promised(body.required(body.ballot()));
          case 3 -> new RegisterRecord.Accepted(body.required(body.ballot()), body.requiredValue());
          default ->
              throw new InvalidProtocolBufferException("A record of an unknown kind is there.");
        };
    return new Record.Register(named.name(), record);
  }

  /** The size of a message about a register in bytes. */
  public static int sizeOf(Message.Register message) {
    return size(message.name(), body(message.message()));
  }

  /** Writes a message about a register. */
  public static void write(Message.Register message, CodedOutputStream out) throws IOException {
    write(message.name(), kind(message.message()), body(message.message()), out);
  }

  private static int kind(RegisterMessage message) {
    return switch (message) {
      case RegisterMessage.Prepare _ -> 2;
      case RegisterMessage.Promise _ -> 3;
      case RegisterMessage.Reject _ -> 4;
      case RegisterMessage.Accept _ -> 5;
      case RegisterMessage.Accepted _ -> 6;
      case RegisterMessage.Chosen _ -> 7;
      case RegisterMessage.Learned _ -> 8;
      case RegisterMessage.Query _ -> 9;
      case RegisterMessage.Report _ -> 10;
    };
  }

  private static Body body(RegisterMessage message) {
    return switch (message) {
      case RegisterMessage.Prepare m -> Body.of(m.ballot());
      case RegisterMessage.Promise m -> Body.of(m.ballot(), m.accepted());
      case RegisterMessage.Reject m -> new Body(m.ballot(), m.promised(), null, 0, false);
      case RegisterMessage.Accept m -> new Body(m.ballot(), null, m.value(), 0, false);
      case RegisterMessage.Accepted m -> Body.of(m.ballot());
      case RegisterMessage.Chosen m -> Body.of(m.ballot());
      case RegisterMessage.Learned m -> new Body(null, null, m.value(), 0, false);
      case RegisterMessage.Query m -> new Body(null, null, null, m.id(), false);
      case RegisterMessage.Report m -> Body.of(m.id(), m.state());
    };
  }

  /** Reads a message about a register. */
  public static Message readMessage(CodedInputStream in) throws IOException {
    Named named = read(in, LAST_MESSAGE);
    return new Message.Register(named.name(), message(named.kind(), named.body()));
  }

  private static RegisterMessage message(int kind, Body body) throws IOException {
    return switch (kind) {
      case 2 -> new RegisterMessage.Prepare(body.required(body.ballot()));
      case 3 -> new RegisterMessage.Promise(body.required(body.ballot()), body.accepted());
      case 4 ->
          new RegisterMessage.Reject(body.required(body.ballot()), body.required(body.other()));
      case 5 -> new RegisterMessage.Accept(body.required(body.ballot()), body.requiredValue());
      case 6 -> new RegisterMessage.Accepted(body.required(body.ballot()));
      case 7 -> new RegisterMessage.Chosen(body.required(body.ballot()));
      case 8 -> new RegisterMessage.Learned(body.requiredValue());
      case 9 -> new RegisterMessage.Query(body.id());
      case 10 -> new RegisterMessage.Report(body.id(), body.state());
      default -> throw new InvalidProtocolBufferException("A message of an unknown kind is there.");
    };
  }
}
