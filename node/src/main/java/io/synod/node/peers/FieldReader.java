package io.synod.node.peers;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Message.Slotted;
import io.synod.core.Value;
import io.synod.node.codec.LogCodec;
import io.synod.node.codec.RegisterCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the fields that any kind of message may have, then makes the message of them. */
final class FieldReader {

  private static final int FORWARD = 7;
  private static final int REJECT = 3;
  private static final int PROMISE = 2;
  private static final int ACCEPT = 4;
  private static final int HEARTBEAT = 6;
  private static final int LEARNED = 13;

  /** The highest number of a kind: what is about registers. */
  private static final int LAST = 19;

  private final int kind;
  private final long[] numbers = new long[16];
  private Ballot ballot = Ballot.NONE;
  private Ballot second = Ballot.NONE;
  private List<Value> values = List.of();
  private List<Command> commands = List.of();
  private List<Slotted> accepted = List.of();
  private Set<MemberId> members = Set.of();
  private long member;

  private FieldReader(int kind) {
    this.kind = kind;
  }

  static Message readMessage(CodedInputStream in) throws IOException {
    Message message = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int kind = WireFormat.getTagFieldNumber(tag);
      if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED && kind <= LAST) {
        message = LogCodec.readNested(in, new FieldReader(kind)::read);
      } else if (!in.skipField(tag)) {
        throw new InvalidProtocolBufferException("A group ends that never began.");
      }
    }
    if (message == null) {
      throw new InvalidProtocolBufferException(
          "A peer sent a message of a kind that this version does not know.");
    }
    return message;
  }

  private Message read(CodedInputStream in) throws IOException {
    if (kind == LAST) {
      return RegisterCodec.readMessage(in);
    }
    if (kind == FORWARD) {
      commands = LogCodec.readCommands(in);
      return message();
    }
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      int type = WireFormat.getTagWireType(tag);
      if (type == WireFormat.WIRETYPE_VARINT && field <= 15) {
        numbers[field] = in.readUInt64();
      } else if (type == WireFormat.WIRETYPE_FIXED64 && field == 3) {
        member = in.readFixed64();
      } else if (type != WireFormat.WIRETYPE_LENGTH_DELIMITED || !readNested(field, in)) {
        if (!in.skipField(tag)) {
          throw new InvalidProtocolBufferException("A group ends that never began.");
        }
      }
    }
    return message();
  }

  private boolean readNested(int field, CodedInputStream in) throws IOException {
    if (field == 1) {
      ballot = LogCodec.readNested(in, LogCodec::readBallot);
    } else if (field == 2 && kind == REJECT) {
      second = LogCodec.readNested(in, LogCodec::readBallot);
    } else if (field == 3 && (kind == ACCEPT || kind == LEARNED)) {
      if (values.isEmpty()) {
        values = new ArrayList<>(4);
      }
      values.add(LogCodec.readNested(in, LogCodec::readValue));
    } else if (field == 4 && kind == HEARTBEAT) {
      members = readMembers(in);
    } else if (field == 5 && kind == PROMISE) {
      if (accepted.isEmpty()) {
        accepted = new ArrayList<>();
      }
      accepted.add(LogCodec.readNested(in, FieldReader::readSlotted));
    } else {
      return false;
    }
    return true;
  }

  private static Set<MemberId> readMembers(CodedInputStream in) throws IOException {
    Set<MemberId> members = new LinkedHashSet<>();
    int limit = in.pushLimit(in.readRawVarint32());
    while (!in.isAtEnd()) {
      members.add(new MemberId(in.readFixed64()));
    }
    in.popLimit(limit);
    return members;
  }

  private static Slotted readSlotted(CodedInputStream in) throws IOException {
    long slot = 0;
    Ballot ballot = Ballot.NONE;
    Value value = Value.NO_OP;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> slot = in.readUInt64();
        case 2 -> ballot = LogCodec.readNested(in, LogCodec::readBallot);
        case 3 -> value = LogCodec.readNested(in, LogCodec::readValue);
        default -> in.skipField(tag);
      }
    }
    return new Slotted(slot, new AcceptedValue(ballot, value));
  }

  private boolean flag(int field) {
    return numbers[field] != 0;
  }

  private Message message() throws IOException {
    return switch (kind) {
      case 1 -> new Message.Prepare(ballot, numbers[2]);
      case PROMISE ->
          new Message.Promise(
              ballot, numbers[2], (int) numbers[3], (int) numbers[4], accepted, numbers[6]);
      case REJECT -> new Message.Reject(ballot, second);
      case ACCEPT -> new Message.Accept(ballot, numbers[2], values, numbers[4]);
      case 5 -> new Message.Accepted(ballot, numbers[2], flag(3));
      case HEARTBEAT ->
          new Message.Heartbeat(ballot, flag(2), flag(3), members, flag(5), numbers[6]);
      case FORWARD -> new Message.Forward(commands);
      case 8 -> new Message.ReadRequest(numbers[1]);
      case 9 -> new Message.ReadGrant(numbers[1], numbers[2]);
      case 10 -> new Message.Confirm(ballot, numbers[2]);
      case 11 -> new Message.Confirmed(ballot, numbers[2]);
      case 12 -> new Message.Learn(numbers[1]);
      case LEARNED -> new Message.Learned(numbers[2], values);
      case 14 -> new Message.Trimmed(numbers[1]);
      case 15 -> new Message.Handover(ballot);
      case 16 -> new Message.Chosen(ballot, numbers[2]);
      case 17 -> new Message.RelayedRequest(new MemberId(member), numbers[1]);
      case 18 -> new Message.RelayedGrant(new MemberId(member), numbers[1], numbers[2]);
      default -> throw new InvalidProtocolBufferException("A message has no kind.");
    };
  }
}
