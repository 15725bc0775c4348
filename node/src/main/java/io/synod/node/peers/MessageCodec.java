package io.synod.node.peers;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.synod.core.Ballot;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Message.Slotted;
import io.synod.core.Value;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * The core's messages as the {@code PeerMessage} of {@code peer.proto}. Any thread may use it.
 *
 * <p>Each kind's fields stand once, in {@link #describe}: one pass over them counts the bytes, and
 * a second writes them.
 */
final class MessageCodec {

  private MessageCodec() {}

  /** Takes a message's fields, by their numbers. */
  interface Sink {
    void ballot(int field, Ballot ballot) throws IOException;

    void number(int field, long number) throws IOException;

    void flag(int field, boolean flag) throws IOException;

    void values(int field, List<Value> values) throws IOException;

    void commands(List<Command> commands) throws IOException;

    void member(int field, MemberId member) throws IOException;

    void members(int field, Set<MemberId> members) throws IOException;

    void slotted(int field, List<Slotted> accepted) throws IOException;

    /** All fields of a message about a register. */
    void register(Message.Register message) throws IOException;
  }

  /** A message whose size is known, ready to be written. */
  record Sized(Message message, int kind, int bodySize) {

    /** The size of the whole {@code PeerMessage} in bytes. */
    int size() {
      return CodedOutputStream.computeTagSize(kind)
          + CodedOutputStream.computeUInt32SizeNoTag(bodySize)
          + bodySize;
    }

    void writeTo(CodedOutputStream out) throws IOException {
      out.writeTag(kind, com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(bodySize);
      describe(message, new FieldWriter(out));
    }
  }

  static Sized size(Message message) throws IOException {
    FieldSizer sizer = new FieldSizer();
    describe(message, sizer);
    return new Sized(message, kind(message), sizer.size());
  }

  /**
   * Reads what is left of the stream as one message. Fields that are not known are skipped.
   *
   * @throws IOException if it is none, or of a kind that this version does not know
   */
  static Message read(CodedInputStream in) throws IOException {
    return FieldReader.readMessage(in);
  }

  private static int kind(Message message) {
    return switch (message) {
      case Message.Prepare _ -> 1;
      case Message.Promise _ -> 2;
      case Message.Reject _ -> 3;
      case Message.Accept _ -> 4;
      case Message.Accepted _ -> 5;
      case Message.Heartbeat _ -> 6;
      case Message.Forward _ -> 7;
      case Message.ReadRequest _ -> 8;
      case Message.ReadGrant _ -> 9;
      case Message.Confirm _ -> 10;
      case Message.Confirmed _ -> 11;
      case Message.Learn _ -> 12;
      case Message.Learned _ -> 13;
      case Message.Trimmed _ -> 14;
      case Message.Handover _ -> 15;
      case Message.Chosen _ -> 16;
      case Message.RelayedRequest _ -> 17;
      case Message.RelayedGrant _ -> 18;
      case Message.Register _ -> 19;
    };
  }

  private static void describe(Message message, Sink out) throws IOException {
    switch (message) {
      case Message.Prepare m -> ballotAndNumber(m.ballot(), m.from(), out);
      case Message.Promise m -> {
        ballotAndNumber(m.ballot(), m.from(), out);
        out.number(3, m.part());
        out.number(4, m.parts());
        out.slotted(5, m.accepted());
        out.number(6, m.trimmed());
      }
      case Message.Reject m -> {
        out.ballot(1, m.ballot());
        out.ballot(2, m.promised());
      }
      case Message.Accept m -> {
        ballotAndNumber(m.ballot(), m.first(), out);
        out.values(3, m.values());
        out.number(4, m.chosen());
      }
      case Message.Accepted m -> {
        ballotAndNumber(m.ballot(), m.upTo(), out);
        out.flag(3, m.gap());
      }
      case Message.Chosen m -> ballotAndNumber(m.ballot(), m.upTo(), out);
      case Message.Heartbeat m -> {
        out.ballot(1, m.ballot());
        out.flag(2, m.leading());
        out.flag(3, m.quorumConnected());
        out.members(4, m.heard());
        out.flag(5, m.vouches());
        out.number(6, m.chosen());
      }
      case Message.Forward m -> out.commands(m.commands());
      case Message.ReadRequest m -> out.number(1, m.id());
      case Message.ReadGrant m -> {
        out.number(1, m.id());
        out.number(2, m.slot());
      }
      case Message.RelayedRequest m -> {
        out.number(1, m.id());
        out.member(3, m.member());
      }
      case Message.RelayedGrant m -> {
        out.number(1, m.id());
        out.number(2, m.slot());
        out.member(3, m.member());
      }
      case Message.Confirm m -> ballotAndNumber(m.ballot(), m.round(), out);
      case Message.Confirmed m -> ballotAndNumber(m.ballot(), m.round(), out);
      case Message.Learn m -> out.number(1, m.from());
      case Message.Learned m -> {
        out.number(2, m.first());
        out.values(3, m.values());
      }
      case Message.Trimmed m -> out.number(1, m.trimmed());
      case Message.Handover m -> out.ballot(1, m.ballot());
      case Message.Register m -> out.register(m);
    }
  }

  private static void ballotAndNumber(Ballot ballot, long number, Sink out) throws IOException {
    out.ballot(1, ballot);
    out.number(2, number);
  }
}
