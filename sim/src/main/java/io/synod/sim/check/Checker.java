package io.synod.sim.check;

import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Quorums;
import io.synod.core.Record;
import io.synod.core.Value;
import io.synod.sim.machine.Language;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches disks, messages and answers, and accuses whoever contradicts them. It derives by itself
 * what is promised, accepted, chosen and applied.
 *
 * <p>Members have the ids 1 to n.
 */
public final class Checker {

  private final Ledger ledger;
  private final Oracle oracle;
  private final RegisterLedger registers;

  /** By member: the newest ballot promised on its disk. */
  private final List<Ballot> promised = new ArrayList<>();

  private final Language language;
  private final Map<Oracle.Key, Command> proposed = new LinkedHashMap<>();

  /** Payloads by what they write, which is different for all. */
  private final Map<Long, Bytes> asked = new LinkedHashMap<>();

  /** The highest slot whose effects a client was told. */
  private long told;

  /** A checker of a cluster that has done nothing yet. */
  public Checker(Quorums quorums, int keys, Language language) {
    this.language = language;
    this.ledger = new Ledger(quorums, language);
    this.oracle = new Oracle(keys, language);
    this.registers = new RegisterLedger(quorums);
    for (int i = 0; i < quorums.members().size(); i++) {
      promised.add(Ballot.NONE);
    }
  }

  /** What is chosen for registers. */
  public RegisterLedger registers() {
    return registers;
  }

  private static int index(MemberId member) {
    return (int) member.value() - 1;
  }

  /** A client proposes a command. */
  public void proposed(Command command) {
    proposed.put(new Oracle.Key(command.session(), command.sequence()), command);
  }

  /** A client asks for an update, which its member will number. */
  public void asked(Bytes payload) {
    asked.put(language.decode(payload).value(), payload);
  }

  /** A record is on the member's disk for good. */
  public void durable(MemberId member, Record record) {
    switch (record) {
      case Record.Promised promise -> promise(member, promise.ballot());
      case Record.Accepted accepted -> {
        promise(member, accepted.ballot());
        long slot = accepted.first();
        for (Value value : accepted.values()) {
          ledger.accepted(index(member), slot++, accepted.ballot(), value);
        }
        follow();
      }
      case Record.Learned learned -> allChosen(member, learned.first(), learned.values());
      case Record.Chosen hint -> isChosenUpTo(member, hint.slot(), "writes down");
      case Record.Installed installed -> isChosenUpTo(member, installed.slot(), "installed");
      case Record.Register register ->
          registers.durable(member, register.name(), register.record());
    }
  }

  private void promise(MemberId member, Ballot ballot) {
    Ballot before = promised.get(index(member));
    check(
        !before.isNewerThan(ballot),
        "promises never go back",
        () -> "Member " + member + " promised " + before + " and later acts under " + ballot + ".");
    promised.set(index(member), ballot);
  }

  private void follow() {
    while (oracle.slot() < ledger.prefix()) {
      Value value = required(oracle.slot() + 1);
      if (!asked.isEmpty()) {
        value.commands().forEach(this::isAsked);
      }
      oracle.apply(value);
    }
  }

  private void isAsked(Command command) {
    Bytes payload = command.payload();
    Bytes known = asked.get(language.decode(payload).value());
    check(
        known != null && known.equals(payload),
        "validity",
        () -> "Nobody asked for " + command + ", which is chosen.");
  }

  private Value required(long slot) {
    Value value = ledger.chosen(slot);
    if (value == null) {
      throw new Finding("durability", "No quorum holds slot " + slot + " durably.");
    }
    return value;
  }

  private void isChosenUpTo(MemberId member, long slot, String verb) {
    check(
        slot <= ledger.prefix(),
        "durability",
        () ->
            "Member "
                + member
                + " "
                + verb
                + " that slot "
                + slot
                + " is chosen, but on the disks only those up to "
                + ledger.prefix()
                + " are.");
  }

  private void allChosen(MemberId member, long first, List<Value> values) {
    long slot = first;
    for (Value value : values) {
      chosen(member, slot++, value);
    }
  }

  /** A member calls a value chosen. */
  public void chosen(MemberId member, long slot, Value value) {
    Value known = ledger.chosen(slot);
    check(
        known != null,
        "durability",
        () ->
            "Member "
                + member
                + " calls slot "
                + slot
                + " chosen, but no quorum holds it durably.");
    check(
        value.equals(known),
        "agreement",
        () ->
            "Member "
                + member
                + " calls "
                + Naming.of(value, language)
                + " chosen in slot "
                + slot
                + "; it is "
                + Naming.of(known, language)
                + ".");
    for (Command command : asked.isEmpty() ? value.commands() : List.<Command>of()) {
      check(
          command.equals(proposed.get(new Oracle.Key(command.session(), command.sequence()))),
          "validity",
          () -> "Nobody proposed " + command + ", chosen in slot " + slot + ".");
    }
  }

  /** A member's state machine stands at a slot, with a hash of its state. */
  public void applied(MemberId member, long slot, long hash) {
    isChosenUpTo(member, slot, "has applied");
    check(
        oracle.hash(slot) == hash,
        "equal states",
        () ->
            "The state of member "
                + member
                + " at slot "
                + slot
                + " differs from what was chosen.");
  }

  /** A message leaves a member: it must say nothing that a crash could take back. */
  public void leaves(MemberId member, Message message) {
    switch (message) {
      case Message.Promise promise -> {
        isDurable(member, promise.ballot(), "promises");
        isChosenUpTo(member, promise.trimmed(), "forgot");
      }
      case Message.Prepare prepare -> isDurable(member, prepare.ballot(), "prepares");
      case Message.Accepted accepted -> {
        isDurable(member, accepted.ballot(), "accepted under");
        holds(member, accepted);
      }
      case Message.Accept accept -> isChosenUpTo(member, accept.chosen(), "tells");
      case Message.Chosen told -> isChosenUpTo(member, told.upTo(), "tells");
      case Message.Heartbeat beat -> isChosenUpTo(member, beat.chosen(), "tells");
      case Message.Learned learned -> allChosen(member, learned.first(), learned.values());
      case Message.ReadGrant grant -> isChosenUpTo(member, grant.slot(), "grants");
      case Message.RelayedGrant grant -> isChosenUpTo(member, grant.slot(), "grants");
      case Message.Trimmed trimmed -> isChosenUpTo(member, trimmed.trimmed(), "forgot");
      case Message.Reject any -> {}
      case Message.Forward any -> {}
      case Message.ReadRequest any -> {}
      case Message.RelayedRequest any -> {}
      case Message.Confirm any -> {}
      case Message.Confirmed any -> {}
      case Message.Learn any -> {}
      case Message.Handover any -> {}
      case Message.Register register ->
          registers.leaves(member, register.name(), register.message());
    }
  }

  private void isDurable(MemberId member, Ballot ballot, String verb) {
    check(
        !ballot.isNewerThan(promised.get(index(member))),
        "disk before word",
        () -> "Member " + member + " " + verb + " " + ballot + ", which is not on its disk.");
  }

  private void holds(MemberId member, Message.Accepted accepted) {
    for (long slot = ledger.prefix() + 1; slot <= accepted.upTo(); slot++) {
      long missing = slot;
      check(
          ledger.holds(index(member), slot, accepted.ballot()),
          "disk before word",
          () ->
              "Member "
                  + member
                  + " acknowledges slot "
                  + missing
                  + " under "
                  + accepted.ballot()
                  + ", which is not on its disk.");
    }
  }

  /** A member came back from its disk. */
  public void restarted(MemberId member, Ballot remembered) {
    Ballot durable = promised.get(index(member));
    check(
        !durable.isNewerThan(remembered),
        "promises never go back",
        () ->
            "Member "
                + member
                + " forgot its promise of "
                + durable
                + ": it remembers "
                + remembered
                + ".");
  }

  /** A client is told that its command took effect at a member that stands at a slot. */
  public void acknowledged(MemberId member, Command command, long slot, long result) {
    Oracle.Fate fate = oracle.fate(command.session(), command.sequence());
    check(
        fate != null && fate.slot() == slot && fate.result() == result,
        "applied once",
        () ->
            "Member "
                + member
                + " answers "
                + result
                + " for "
                + command
                + " at slot "
                + slot
                + ", but in what is chosen its fate is "
                + fate
                + ".");
    told = Math.max(told, slot);
  }

  /**
   * A client is told that its update took effect at a member.
   *
   * @param value what it writes
   * @param applied where the member stands
   */
  public void acknowledged(MemberId member, long value, long applied, long result) {
    Oracle.Fate fate = oracle.fate(value);
    check(
        fate != null && fate.slot() <= applied && fate.result() == result,
        "applied once",
        () ->
            "Member "
                + member
                + " answers "
                + result
                + " to the update to "
                + value
                + ", having applied up to slot "
                + applied
                + ", but in what is chosen its fate is "
                + fate
                + ".");
    told = Math.max(told, fate == null ? 0 : fate.slot());
  }

  /** What a client that begins to read now must at least see. */
  public long told() {
    return told;
  }

  /** A read that began when {@code floor} had been told is answered as of a slot. */
  public void read(MemberId member, long floor, long slot) {
    check(
        slot >= floor,
        "fresh reads",
        () ->
            "Member "
                + member
                + " answered a read as of slot "
                + slot
                + ", but slot "
                + floor
                + " was known to a client before the read began.");
    told = Math.max(told, slot);
  }

  /** Every slot up to this one is chosen. */
  public long chosen() {
    return ledger.prefix();
  }

  /** What is chosen in a slot, or null if nothing is yet. */
  public @Nullable Value chosen(long slot) {
    return ledger.chosen(slot);
  }

  /** How many commands clients wanted that are not chosen, and may be chosen yet. */
  public int unchosen() {
    int left = Math.max(proposed.size(), asked.size());
    for (long slot = 1; slot <= chosen(); slot++) {
      Value value = ledger.chosen(slot);
      left -= value == null ? 0 : value.commands().size();
    }
    return Math.max(0, left);
  }

  private static void check(boolean holds, String checker, Supplier<String> accusation) {
    if (!holds) {
      throw new Finding(checker, accusation.get());
    }
  }
}
