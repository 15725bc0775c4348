package io.synod.node.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.synod.core.Ballot;
import io.synod.core.Record;
import io.synod.core.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The journal's records as the {@code Record} and {@code Batch} of {@code log.proto}. Any thread
 * may use it.
 *
 * <p>A kind of record that is not known here is an error, never skipped: a member that ignored one
 * might break a promise.
 */
public final class RecordCodec {

  private static final int PROMISED = 1;
  private static final int ACCEPTED = 2;
  private static final int LEARNED = 3;
  private static final int CHOSEN = 4;
  private static final int INSTALLED = 5;
  private static final int REGISTER = 6;

  private static final int FIRST_VARINT = LogCodec.tag(1, WireFormat.WIRETYPE_VARINT);
  private static final int SECOND_VARINT = LogCodec.tag(2, WireFormat.WIRETYPE_VARINT);
  private static final int FIRST_MESSAGE = LogCodec.tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int SECOND_MESSAGE = LogCodec.tag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int THIRD_MESSAGE = LogCodec.tag(3, WireFormat.WIRETYPE_LENGTH_DELIMITED);

  private RecordCodec() {}

  /** The size in bytes that a record adds to a batch: its tag, its length and itself. */
  public static int sizeInBatch(Record record) {
    return LogCodec.nestedSize(LogCodec.nestedSize(bodySize(record)));
  }

  /** Adds a record to a batch. */
  public static void writeInBatch(Record record, CodedOutputStream out) throws IOException {
    int size = bodySize(record);
    LogCodec.writeNested(1, LogCodec.nestedSize(size), out);
    LogCodec.writeNested(field(record), size, out);
    switch (record) {
      case Record.Promised promised -> writeBallot(promised.ballot(), out);
      case Record.Accepted accepted -> {
        writeBallot(accepted.ballot(), out);
        LogCodec.writeVarint(SECOND_VARINT, accepted.first(), out);
        LogCodec.writeNested(3, accepted.values(), out);
      }
      case Record.Learned learned -> {
        LogCodec.writeVarint(FIRST_VARINT, learned.first(), out);
        LogCodec.writeNested(2, learned.values(), out);
      }
      case Record.Chosen chosen -> LogCodec.writeVarint(FIRST_VARINT, chosen.slot(), out);
      case Record.Installed installed -> LogCodec.writeVarint(FIRST_VARINT, installed.slot(), out);
      case Record.Register register -> RegisterCodec.write(register, out);
    }
  }

  /**
   * Reads the records of a batch.
   *
   * @throws IOException if it is no batch, or holds a kind of record that this version does not
   *     know
   */
  public static void readBatch(CodedInputStream in, Consumer<Record> sink) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == FIRST_MESSAGE) {
        sink.accept(LogCodec.readNested(in, RecordCodec::readRecord));
      } else {
        LogCodec.skip(tag, in);
      }
    }
  }

  private static int field(Record record) {
    return switch (record) {
      case Record.Promised _ -> PROMISED;
      case Record.Accepted _ -> ACCEPTED;
      case Record.Learned _ -> LEARNED;
      case Record.Chosen _ -> CHOSEN;
      case Record.Installed _ -> INSTALLED;
      case Record.Register _ -> REGISTER;
    };
  }

  private static int bodySize(Record record) {
    return switch (record) {
      case Record.Promised promised -> LogCodec.nestedSize(LogCodec.sizeOf(promised.ballot()));
      case Record.Accepted accepted ->
          LogCodec.nestedSize(LogCodec.sizeOf(accepted.ballot()))
              + LogCodec.varintField(accepted.first())
              + LogCodec.nestedSize(accepted.values());
      case Record.Learned learned ->
          LogCodec.varintField(learned.first()) + LogCodec.nestedSize(learned.values());
      case Record.Chosen chosen -> LogCodec.varintField(chosen.slot());
      case Record.Installed installed -> LogCodec.varintField(installed.slot());
      case Record.Register register -> RegisterCodec.sizeOf(register);
    };
  }

  private static void writeBallot(Ballot ballot, CodedOutputStream out) throws IOException {
    LogCodec.writeNested(1, LogCodec.sizeOf(ballot), out);
    LogCodec.write(ballot, out);
  }

  private static Record readRecord(CodedInputStream in) throws IOException {
    Record record = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int kind = WireFormat.getTagFieldNumber(tag);
      if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        throw unknown();
      }
      record = LogCodec.readNested(in, body -> readBody(kind, body));
    }
    if (record == null) {
      throw unknown();
    }
    return record;
  }

  private static Record readBody(int kind, CodedInputStream in) throws IOException {
    return switch (kind) {
      case PROMISED -> new Record.Promised(readValues(in, FIRST_MESSAGE, 0, 0).ballot());
      case ACCEPTED -> {
        Fields fields = readValues(in, FIRST_MESSAGE, SECOND_VARINT, THIRD_MESSAGE);
        yield new Record.Accepted(fields.ballot(), fields.number, List.copyOf(fields.values));
      }
      case LEARNED -> {
        Fields fields = readValues(in, 0, FIRST_VARINT, SECOND_MESSAGE);
        yield new Record.Learned(fields.number, List.copyOf(fields.values));
      }
      case CHOSEN -> new Record.Chosen(readValues(in, 0, FIRST_VARINT, 0).number);
      case INSTALLED -> new Record.Installed(readValues(in, 0, FIRST_VARINT, 0).number);
      case REGISTER -> RegisterCodec.readRecord(in);
      default -> throw unknown();
    };
  }

  /** What any kind of record may hold. */
  private static final class Fields {
    @Nullable Ballot ballot;
    long number;
    final List<Value> values = new ArrayList<>(1);

    Ballot ballot() throws IOException {
      if (ballot == null) {
        throw new InvalidProtocolBufferException("A record has no ballot.");
      }
      return ballot;
    }
  }

  // A tag of 0 stands for a field that this kind of record does not have.
  private static Fields readValues(CodedInputStream in, int ballotTag, int numberTag, int valueTag)
      throws IOException {
    Fields fields = new Fields();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == ballotTag) {
        fields.ballot = LogCodec.readNested(in, LogCodec::readBallot);
      } else if (tag == numberTag) {
        fields.number = in.readUInt64();
      } else if (tag == valueTag) {
        fields.values.add(LogCodec.readNested(in, LogCodec::readValue));
      } else {
        LogCodec.skip(tag, in);
      }
    }
    return fields;
  }

  private static InvalidProtocolBufferException unknown() {
    return new InvalidProtocolBufferException(
        "A record is of a kind that this version does not know.");
  }
}
