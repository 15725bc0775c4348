package io.synod.node.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Session;
import io.synod.core.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ballots, commands and values as {@code log.proto} declares them.
 *
 * <p>A {@code sizeOf} and a {@code write} mean the bare message; who embeds it writes tag and
 * length with {@link #writeNested}. A {@code read} takes everything up to the stream's limit; who
 * embeds it sets the limit, as {@link #readNested} does. Fields that a newer version added are
 * skipped. Any thread may use it; a payload is copied once.
 */
public final class LogCodec {

  private static final int ONE = tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int ROUND = tag(1, WireFormat.WIRETYPE_VARINT);
  private static final int BALLOT_MEMBER = tag(2, WireFormat.WIRETYPE_FIXED64);
  private static final int SESSION_MEMBER = tag(1, WireFormat.WIRETYPE_FIXED64);
  private static final int BOOT = tag(2, WireFormat.WIRETYPE_VARINT);
  private static final int SEQUENCE = tag(2, WireFormat.WIRETYPE_VARINT);
  private static final int ACKNOWLEDGED = tag(3, WireFormat.WIRETYPE_VARINT);
  private static final int PAYLOAD = tag(4, WireFormat.WIRETYPE_LENGTH_DELIMITED);

  private LogCodec() {}

  /** Reads a message that the caller has limited the stream to. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Reads up to the stream's limit. */
    T read(CodedInputStream in) throws IOException;
  }

  // A field's tag; every field number here is below 16, so that it takes one byte.
  static int tag(int field, int wireType) {
    return field << 3 | wireType;
  }

  /**
   * The size of a message of {@code size} bytes as a field below 16 of another: tag, length and
   * content.
   */
  public static int nestedSize(int size) {
    return 1 + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
  }

  /** Writes tag and length of a message that follows. */
  public static void writeNested(int field, int size, CodedOutputStream out) throws IOException {
    out.writeUInt32NoTag(tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED));
    out.writeUInt32NoTag(size);
  }

  /** Reads a message whose tag has just been read. */
  public static <T> T readNested(CodedInputStream in, Reader<T> reader) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    T message = reader.read(in);
    in.checkLastTagWas(0);
    in.popLimit(limit);
    return message;
  }

  /** The size of a ballot in bytes. */
  public static int sizeOf(Ballot ballot) {
    return varintField(ballot.round()) + fixedField(ballot.member());
  }

  /** Writes a ballot. */
  public static void write(Ballot ballot, CodedOutputStream out) throws IOException {
    writeVarint(ROUND, ballot.round(), out);
    writeFixed(BALLOT_MEMBER, ballot.member(), out);
  }

  /** Reads a ballot. */
  public static Ballot readBallot(CodedInputStream in) throws IOException {
    long round = 0;
    long member = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == ROUND) {
        round = in.readUInt64();
      } else if (tag == BALLOT_MEMBER) {
        member = in.readFixed64();
      } else {
        skip(tag, in);
      }
    }
    return new Ballot(round, new MemberId(member));
  }

  private static int sizeOf(Session session) {
    return fixedField(session.member()) + varintField(session.boot());
  }

  /** The size of a command in bytes. */
  public static int sizeOf(Command command) {
    int payload = command.payload().length();
    return nestedSize(sizeOf(command.session()))
        + varintField(command.sequence())
        + varintField(command.acknowledged())
        + (payload == 0 ? 0 : nestedSize(payload));
  }

  /** Writes a command. */
  public static void write(Command command, CodedOutputStream out) throws IOException {
    Session session = command.session();
    out.writeUInt32NoTag(ONE);
    out.writeUInt32NoTag(sizeOf(session));
    writeFixed(SESSION_MEMBER, session.member(), out);
    writeVarint(BOOT, session.boot(), out);
    writeVarint(SEQUENCE, command.sequence(), out);
    writeVarint(ACKNOWLEDGED, command.acknowledged(), out);
    byte[] payload = command.payload().array();
    if (payload.length != 0) {
      out.writeUInt32NoTag(PAYLOAD);
      out.writeUInt32NoTag(payload.length);
      out.writeRawBytes(payload);
    }
  }

  /** Reads a command. */
  public static Command readCommand(CodedInputStream in) throws IOException {
    return readCommand(in, null);
  }

  // Neighbours mostly share their session, and then share the object too.
  private static Command readCommand(CodedInputStream in, @Nullable Command neighbour)
      throws IOException {
    Session session = neighbour == null ? new Session(new MemberId(0), 0) : neighbour.session();
    boolean hasSession = false;
    long sequence = 0;
    long acknowledged = 0;
    Bytes payload = Bytes.EMPTY;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == ONE) {
        session = readSession(in, session);
        hasSession = true;
      } else if (tag == SEQUENCE) {
        sequence = in.readUInt64();
      } else if (tag == ACKNOWLEDGED) {
        acknowledged = in.readUInt64();
      } else if (tag == PAYLOAD) {
        payload = Bytes.wrap(in.readByteArray());
      } else {
        skip(tag, in);
      }
    }
    if (!hasSession) {
      throw new InvalidProtocolBufferException("A command has no session.");
    }
    return new Command(session, sequence, acknowledged, payload);
  }

  private static Session readSession(CodedInputStream in, Session neighbour) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    long member = 0;
    long boot = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == SESSION_MEMBER) {
        member = in.readFixed64();
      } else if (tag == BOOT) {
        boot = in.readUInt64();
      } else {
        skip(tag, in);
      }
    }
    in.popLimit(limit);
    return neighbour.boot() == boot && neighbour.member().value() == member
        ? neighbour
        : new Session(new MemberId(member), boot);
  }

  /** The size of a value in bytes. */
  public static int sizeOf(Value value) {
    return sizeOf(value.commands());
  }

  /** Writes a value. */
  public static void write(Value value, CodedOutputStream out) throws IOException {
    write(value.commands(), out);
  }

  /** Reads a value. */
  public static Value readValue(CodedInputStream in) throws IOException {
    List<Command> commands = readCommands(in);
    return commands.isEmpty() ? Value.NO_OP : new Value(commands);
  }

  /** The size of commands in bytes, as a message that has nothing else, in its field 1. */
  public static int sizeOf(List<Command> commands) {
    int size = 0;
    for (int i = 0; i < commands.size(); i++) {
      size += nestedSize(sizeOf(commands.get(i)));
    }
    return size;
  }

  /** Writes commands, as a message that has nothing else, in its field 1. */
  public static void write(List<Command> commands, CodedOutputStream out) throws IOException {
    for (int i = 0; i < commands.size(); i++) {
      Command command = commands.get(i);
      out.writeUInt32NoTag(ONE);
      out.writeUInt32NoTag(sizeOf(command));
      write(command, out);
    }
  }

  /** Reads commands from a message that has nothing else, in its field 1. */
  public static List<Command> readCommands(CodedInputStream in) throws IOException {
    List<Command> commands = new ArrayList<>();
    Command last = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == ONE) {
        int limit = in.pushLimit(in.readRawVarint32());
        last = readCommand(in, last);
        in.popLimit(limit);
        commands.add(last);
      } else {
        skip(tag, in);
      }
    }
    return commands;
  }

  /** The size of values in bytes as a repeated field below 16 of a message. */
  public static int nestedSize(List<Value> values) {
    int size = 0;
    for (int i = 0; i < values.size(); i++) {
      size += nestedSize(sizeOf(values.get(i)));
    }
    return size;
  }

  /** Writes values as a repeated field below 16 of a message. */
  public static void writeNested(int field, List<Value> values, CodedOutputStream out)
      throws IOException {
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      writeNested(field, sizeOf(value), out);
      write(value, out);
    }
  }

  static int varintField(long value) {
    return value == 0 ? 0 : 1 + CodedOutputStream.computeUInt64SizeNoTag(value);
  }

  static void writeVarint(int tag, long value, CodedOutputStream out) throws IOException {
    if (value != 0) {
      out.writeUInt32NoTag(tag);
      out.writeUInt64NoTag(value);
    }
  }

  private static int fixedField(MemberId member) {
    return member.value() == 0 ? 0 : 9;
  }

  private static void writeFixed(int tag, MemberId member, CodedOutputStream out)
      throws IOException {
    if (member.value() != 0) {
      out.writeUInt32NoTag(tag);
      out.writeFixed64NoTag(member.value());
    }
  }

  static void skip(int tag, CodedInputStream in) throws IOException {
    if (!in.skipField(tag)) {
      throw new InvalidProtocolBufferException("A group ends that never began.");
    }
  }
}
