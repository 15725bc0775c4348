package io.synod.explorer;

import io.synod.core.Ballot;
import io.synod.core.Message;
import io.synod.core.RegisterMessage;
import io.synod.sim.machine.Operation;
import io.synod.sim.transcript.Rehearsal;
import io.synod.sim.world.ByHand;

/** What messages and calls are called on stage. */
final class Labels {

  private Labels() {}

  /** The ballot whose colour a message has; none if it belongs to no ballot. */
  static Ballot ballot(Message message) {
    return switch (message) {
      case Message.Prepare m -> m.ballot();
      case Message.Promise m -> m.ballot();
      case Message.Reject m -> m.ballot();
      case Message.Accept m -> m.ballot();
      case Message.Accepted m -> m.ballot();
      case Message.Chosen m -> m.ballot();
      case Message.Heartbeat m -> m.ballot();
      case Message.Confirm m -> m.ballot();
      case Message.Confirmed m -> m.ballot();
      case Message.Handover m -> m.ballot();
      case Message.Forward _ -> Ballot.NONE;
      case Message.ReadRequest _ -> Ballot.NONE;
      case Message.ReadGrant _ -> Ballot.NONE;
      case Message.RelayedRequest _ -> Ballot.NONE;
      case Message.RelayedGrant _ -> Ballot.NONE;
      case Message.Learn _ -> Ballot.NONE;
      case Message.Learned _ -> Ballot.NONE;
      case Message.Trimmed _ -> Ballot.NONE;
      case Message.Register m -> ballot(m.message());
    };
  }

  private static Ballot ballot(RegisterMessage message) {
    return switch (message) {
      case RegisterMessage.Prepare m -> m.ballot();
      case RegisterMessage.Promise m -> m.ballot();
      case RegisterMessage.Reject m -> m.ballot();
      case RegisterMessage.Accept m -> m.ballot();
      case RegisterMessage.Accepted m -> m.ballot();
      case RegisterMessage.Chosen m -> m.ballot();
      case RegisterMessage.Learned _ -> Ballot.NONE;
      case RegisterMessage.Query _ -> Ballot.NONE;
      case RegisterMessage.Report _ -> Ballot.NONE;
    };
  }

  /** One word for a message. */
  static String kind(Message message) {
    return switch (message) {
      case Message.Prepare _ -> "prepare";
      case Message.Promise _ -> "promise";
      case Message.Reject _ -> "reject";
      case Message.Accept _ -> "accept";
      case Message.Accepted _ -> "accepted";
      case Message.Chosen _ -> "chosen";
      case Message.Heartbeat _ -> "heartbeat";
      case Message.Confirm _ -> "confirm";
      case Message.Confirmed _ -> "confirmed";
      case Message.Handover _ -> "handover";
      case Message.Forward _ -> "forward";
      case Message.ReadRequest _ -> "read";
      case Message.ReadGrant _ -> "grant";
      case Message.RelayedRequest _ -> "read";
      case Message.RelayedGrant _ -> "grant";
      case Message.Learn _ -> "learn";
      case Message.Learned _ -> "learned";
      case Message.Trimmed _ -> "trimmed";
      case Message.Register m -> kind(m.message());
    };
  }

  private static String kind(RegisterMessage message) {
    return switch (message) {
      case RegisterMessage.Prepare _ -> "prepare";
      case RegisterMessage.Promise _ -> "promise";
      case RegisterMessage.Reject _ -> "reject";
      case RegisterMessage.Accept _ -> "accept";
      case RegisterMessage.Accepted _ -> "accepted";
      case RegisterMessage.Chosen _ -> "chosen";
      case RegisterMessage.Learned _ -> "learned";
      case RegisterMessage.Query _ -> "query";
      case RegisterMessage.Report _ -> "report";
    };
  }

  /** What a client asks. */
  static String asks(Operation operation) {
    return operation.kind() == Operation.Kind.READ
        ? "read"
        : "write " + Rehearsal.name(operation.value());
  }

  /** What it is told. */
  static String answer(ByHand.Call call) {
    return call.operation().kind() == Operation.Kind.READ ? Rehearsal.name(call.result()) : "done";
  }
}
