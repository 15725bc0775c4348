package io.synod.core.transcript;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Record;
import io.synod.core.Session;
import io.synod.core.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** How a trace says things. */
final class Words {

  private Words() {}

  static String member(MemberId id) {
    return "m" + id;
  }

  static String command(Command command) {
    return new String(command.payload().array(), StandardCharsets.UTF_8);
  }

  static String value(Value value) {
    return value.isNoOp()
        ? "no-op"
        : value.commands().stream().map(Words::command).collect(Collectors.joining("+"));
  }

  static String slot(long slot, AcceptedValue accepted) {
    return slot + "=" + value(accepted.value()) + "@" + accepted.ballot();
  }

  static Ballot ballotOf(String word) {
    int dot = word.indexOf('.');
    return new Ballot(
        Long.parseLong(word.substring(0, dot)),
        new MemberId(Long.parseLong(word.substring(dot + 1))));
  }

  /** A value of one command, from a session of its own. */
  static Value valueOf(String word) {
    Bytes payload = Bytes.wrap(word.getBytes(StandardCharsets.UTF_8));
    return new Value(List.of(new Command(new Session(new MemberId(0), 1), 1, 0, payload)));
  }

  static String record(Record record) {
    return switch (record) {
      case Record.Promised promised -> "promised " + promised.ballot();
      case Record.Accepted accepted ->
          "accepted " + accepted.ballot() + values(accepted.first(), accepted.values());
      case Record.Learned learned -> "learned" + values(learned.first(), learned.values());
      case Record.Chosen chosen -> "chosen up to " + chosen.slot();
      case Record.Installed installed -> "installed " + installed.slot();
    };
  }

  static String message(Message message) {
    return switch (message) {
      case Message.Prepare prepare ->
          "prepare " + prepare.ballot() + " from slot " + prepare.from();
      case Message.Promise promise -> promise(promise);
      case Message.Reject reject -> "reject " + reject.ballot() + ", promised " + reject.promised();
      case Message.Accept accept -> accept(accept);
      case Message.Accepted accepted ->
          "accepted "
              + accepted.ballot()
              + " up to "
              + accepted.upTo()
              + (accepted.gap() ? ", then a gap" : "");
      case Message.Chosen chosen -> "chosen " + chosen.ballot() + " up to " + chosen.upTo();
      case Message.Heartbeat heartbeat ->
          "heartbeat " + heartbeat.ballot() + (heartbeat.leading() ? ", leading" : "");
      case Message.Forward forward ->
          "forward "
              + forward.commands().stream().map(Words::command).collect(Collectors.joining(" "));
      case Message.ReadRequest request -> "ask to read, " + read(request.id());
      case Message.ReadGrant grant ->
          "grant to read, " + read(grant.id()) + " at slot " + grant.slot();
      case Message.RelayedRequest request ->
          "ask to read for " + member(request.member()) + ", " + read(request.id());
      case Message.RelayedGrant grant ->
          "grant to read for "
              + member(grant.member())
              + ", "
              + read(grant.id())
              + " at slot "
              + grant.slot();
      case Message.Confirm confirm -> "confirm " + confirm.ballot() + " round " + confirm.round();
      case Message.Confirmed confirmed ->
          "confirmed " + confirmed.ballot() + " round " + confirmed.round();
      case Message.Learn learn -> "learn from slot " + learn.from();
      case Message.Learned learned -> "learned" + values(learned.first(), learned.values());
      case Message.Trimmed trimmed -> "trimmed up to " + trimmed.trimmed();
      case Message.Handover handover -> "hand over " + handover.ballot();
    };
  }

  private static String promise(Message.Promise promise) {
    StringBuilder said = new StringBuilder("promise ").append(promise.ballot()).append(':');
    for (Message.Slotted slotted : promise.accepted()) {
      said.append(' ').append(slot(slotted.slot(), slotted.accepted()));
    }
    said.append(promise.accepted().isEmpty() ? " nothing accepted" : "");
    said.append(
        promise.parts() > 1 ? ", part " + (promise.part() + 1) + " of " + promise.parts() : "");
    said.append(promise.trimmed() > 0 ? ", trimmed up to " + promise.trimmed() : "");
    return said.toString();
  }

  private static String accept(Message.Accept accept) {
    return "accept "
        + accept.ballot()
        + (accept.values().isEmpty()
            ? " nothing at " + accept.first()
            : values(accept.first(), accept.values()))
        + (accept.chosen() > 0 ? ", chosen up to " + accept.chosen() : "");
  }

  private static String values(long first, List<Value> values) {
    StringBuilder said = new StringBuilder();
    long slot = first;
    for (Value value : values) {
      said.append(' ').append(slot++).append('=').append(value(value));
    }
    return said.toString();
  }

  private static String read(long id) {
    return "boot " + (id >>> 40) + " read " + (id & 0xFF_FFFF_FFFFL);
  }
}
