package io.synod.sim.trace;

import io.synod.core.Event;
import io.synod.core.Message;
import io.synod.core.Record;

/** Messages, events and records in few words and in few bits. */
public final class Words {

  private Words() {}

  /** A message, short enough for a column. */
  public static String of(Message message) {
    return switch (message) {
      case Message.Prepare m -> "Prepare " + m.ballot() + " from " + m.from();
      case Message.Promise m ->
          "Promise "
              + m.ballot()
              + " "
              + reported(m)
              + (m.parts() > 1 ? " part " + (m.part() + 1) + "/" + m.parts() : "");
      case Message.Reject m -> "Reject " + m.ballot() + ": " + m.promised();
      case Message.Accept m ->
          "Accept " + m.ballot() + " " + run(m.first(), m.values().size()) + " c" + m.chosen();
      case Message.Accepted m ->
          "Accepted " + m.ballot() + " to " + m.upTo() + (m.gap() ? " gap" : "");
      case Message.Heartbeat m ->
          "Heartbeat "
              + m.ballot()
              + (m.leading() ? " leads" : "")
              + (m.quorumConnected() ? "" : " lonely")
              + (m.vouches() ? " vouches" : "")
              + " c"
              + m.chosen();
      case Message.Chosen m -> "Chosen " + m.ballot() + " to " + m.upTo();
      case Message.Forward m -> "Forward " + m.commands().size();
      case Message.ReadRequest m -> "ReadRequest " + m.id();
      case Message.ReadGrant m -> "ReadGrant " + m.id() + " at " + m.slot();
      case Message.RelayedRequest m -> "RelayedRequest of " + m.member() + " " + m.id();
      case Message.RelayedGrant m ->
          "RelayedGrant for " + m.member() + " " + m.id() + " at " + m.slot();
      case Message.Confirm m -> "Confirm " + m.ballot() + " #" + m.round();
      case Message.Confirmed m -> "Confirmed " + m.ballot() + " #" + m.round();
      case Message.Learn m -> "Learn from " + m.from();
      case Message.Learned m -> "Learned " + run(m.first(), m.values().size());
      case Message.Trimmed m -> "Trimmed to " + m.trimmed();
      case Message.Handover m -> "Handover " + m.ballot();
      case Message.Register m -> m.name() + ": " + RegisterWords.of(m.message());
    };
  }

  private static String reported(Message.Promise promise) {
    StringBuilder text = new StringBuilder("[");
    for (Message.Slotted slotted : promise.accepted()) {
      text.append(text.length() > 1 ? " " : "")
          .append(slotted.slot())
          .append('@')
          .append(slotted.accepted().ballot());
    }
    return text.append(']').toString();
  }

  private static String run(long first, int size) {
    return size == 0
        ? "nothing"
        : size == 1 ? "slot " + first : "slots " + first + "-" + (first + size - 1);
  }

  /** A record, short enough for a column. */
  public static String of(Record record) {
    return switch (record) {
      case Record.Promised r -> "promised " + r.ballot();
      case Record.Accepted r -> "accepted " + run(r.first(), r.values().size()) + "@" + r.ballot();
      case Record.Learned r -> "learned " + run(r.first(), r.values().size());
      case Record.Chosen r -> "chosen to " + r.slot();
      case Record.Installed r -> "installed " + r.slot();
      case Record.Register r -> r.name() + ": " + RegisterWords.of(r.record());
    };
  }

  /** An event that is no message and no tick. */
  public static String of(Event event) {
    return switch (event) {
      case Event.Received e -> of(e.message());
      case Event.Propose e -> "proposes " + e.commands().size();
      case Event.Withdraw e -> "withdraws to " + e.upTo();
      case Event.Read e -> "reads #" + e.id();
      case Event.Durable e -> "durable to record " + e.record();
      case Event.Tick e -> "tick " + e.now();
      case Event.Disconnected e -> "loses its connection to " + e.member();
      case Event.Installed e -> "installed a snapshot at " + e.slot();
      case Event.HandOver e -> "is to hand over to " + e.to();
      case Event.Register e -> RegisterWords.of(e.event());
    };
  }

  /** A number that differs for most different messages. */
  public static long figure(Message message) {
    return switch (message) {
      case Message.Prepare m -> 1 + 31 * m.ballot().round() + 37 * m.from();
      case Message.Promise m -> 2 + 31 * m.ballot().round() + 37L * m.accepted().size();
      case Message.Reject m -> 3 + 31 * m.ballot().round() + 37 * m.promised().round();
      case Message.Accept m ->
          4 + 31 * m.ballot().round() + 37 * m.first() + 41L * m.values().size() + 43 * m.chosen();
      case Message.Accepted m -> 5 + 31 * m.ballot().round() + 37 * m.upTo();
      case Message.Heartbeat m -> 6 + 31 * m.ballot().round() + 37 * m.chosen();
      case Message.Forward m -> 7 + 31L * m.commands().size();
      case Message.ReadRequest m -> 8 + 31 * m.id();
      case Message.ReadGrant m -> 9 + 31 * m.id() + 37 * m.slot();
      case Message.Confirm m -> 10 + 31 * m.round();
      case Message.Confirmed m -> 11 + 31 * m.round();
      case Message.Learn m -> 12 + 31 * m.from();
      case Message.Learned m -> 13 + 31 * m.first() + 37L * m.values().size();
      case Message.Trimmed m -> 14 + 31 * m.trimmed();
      case Message.Handover m -> 15 + 31 * m.ballot().round();
      case Message.Chosen m -> 16 + 31 * m.ballot().round() + 37 * m.upTo();
      case Message.RelayedRequest m -> 17 + 31 * m.id() + 37 * m.member().value();
      case Message.RelayedGrant m -> 18 + 31 * m.id() + 37 * m.slot() + 41 * m.member().value();
      case Message.Register m -> 19 + 31L * m.name().hashCode() + RegisterWords.figure(m.message());
    };
  }
}
