package io.synod.sim.transcript;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Record;
import io.synod.core.Session;
import io.synod.core.Value;
import io.synod.core.log.Slots;
import io.synod.core.replica.Replica;
import io.synod.sim.machine.Letters;
import io.synod.sim.machine.Operation;
import io.synod.sim.world.ByHand;
import java.util.List;

/** How a transcript says things, and what its words mean. */
final class Phrases {

  /** The longest name of a value: its characters are the bytes of a number. */
  private static final int LONGEST = 8;

  private Phrases() {}

  /** The value that a name stands for. */
  static long number(String name) {
    long number = 0;
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (i == LONGEST || !Letters.isPlain(letter)) {
        throw new IllegalArgumentException(
            "A value has a name of at most " + LONGEST + " plain letters, unlike " + name + ".");
      }
      number = number << 8 | letter;
    }
    return number;
  }

  /** The name of a value. */
  static String name(long number) {
    String name = Letters.of(number);
    return name.isEmpty() ? "nothing" : name;
  }

  /** The number of a member, from 0, by its id. */
  static int index(ByHand world, String word) {
    int index = Integer.parseInt(word) - 1;
    if (index < 0 || index >= world.size()) {
      throw new IllegalArgumentException("There is no member " + word + ".");
    }
    return index;
  }

  static String member(int index) {
    return "m" + (index + 1);
  }

  static String member(MemberId id) {
    return "m" + id;
  }

  static String command(Command command) {
    return name(Operation.decode(command.payload()).value());
  }

  private static String commands(List<Command> commands, String separator) {
    StringBuilder said = new StringBuilder();
    for (Command command : commands) {
      said.append(said.isEmpty() ? "" : separator).append(command(command));
    }
    return said.toString();
  }

  static String value(Value value) {
    return value.isNoOp() ? "no-op" : commands(value.commands(), "+");
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
    Bytes payload = new Operation(Operation.Kind.WRITE, 0, number(word), 0).encode(0);
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
      case Record.Register register ->
          register.name() + ": " + RegisterPhrases.record(register.record());
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
      case Message.Forward forward -> "forward " + commands(forward.commands(), " ");
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
      case Message.Register register ->
          register.name() + ": " + RegisterPhrases.message(register.message());
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

  static String link(int from, int to) {
    return member(from) + " -> " + member(to);
  }

  static String status(ByHand world, int member) {
    if (!world.isUp(member)) {
      return member(member) + " is down";
    }
    Replica replica = world.replica(member);
    MemberId leader = replica.leader().orElse(null);
    return member(member)
        + " promised "
        + replica.promised()
        + ", newest "
        + replica.ballot()
        + ", "
        + (leader == null
            ? "no leader"
            : leader.equals(replica.self()) ? "leads" : "follows " + member(leader))
        + ", chosen up to "
        + replica.chosen()
        + ", log "
        + (replica.slots().trimmed() + 1)
        + " to "
        + replica.slots().last();
  }

  static String log(ByHand world, int member) {
    Slots slots = world.replica(member).slots();
    StringBuilder held = new StringBuilder();
    for (long slot = slots.trimmed() + 1; slot <= slots.last(); slot++) {
      held.append(' ').append(slot(slot, slots.get(slot)));
    }
    return member(member) + " holds" + (held.isEmpty() ? " nothing" : held);
  }
}
