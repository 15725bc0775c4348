package io.synod.sim.check;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.core.Quorums;
import io.synod.core.RegisterMessage;
import io.synod.core.RegisterRecord;
import io.synod.core.RegisterState;
import io.synod.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is on the disks about registers, and so what is chosen; accuses whoever contradicts it. It
 * knows nothing of how members work.
 */
public final class RegisterLedger {

  /** What is known of one register. */
  private static final class Entry {
    /** By member: the newest promise on its disk. */
    final Map<MemberId, Ballot> promised = new TreeMap<>();

    /** By member: the last promise in its journal. */
    final Map<MemberId, Ballot> written = new TreeMap<>();

    /** By member: what it has accepted under which ballot. */
    final Map<MemberId, Map<Ballot, Value>> accepted = new TreeMap<>();

    /** What was proposed under which ballot. */
    final Map<Ballot, Value> proposed = new TreeMap<>();

    /** What clients want chosen. */
    final List<Bytes> wishes = new ArrayList<>();

    @Nullable Value chosen;
  }

  private final Quorums quorums;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  RegisterLedger(Quorums quorums) {
    this.quorums = quorums;
  }

  private Entry entry(String name) {
    return entries.computeIfAbsent(name, _ -> new Entry());
  }

  /** A client is about to propose. */
  public void asked(String name, Bytes value) {
    entry(name).wishes.add(value);
  }

  /** A record is on the member's disk for good. */
  void durable(MemberId member, String name, RegisterRecord record) {
    switch (record) {
      case RegisterRecord.Promised promised -> promise(member, name, promised.ballot());
      case RegisterRecord.Accepted accepted -> {
        promise(member, name, accepted.ballot());
        accept(member, name, accepted.ballot(), accepted.value());
      }
    }
  }

  /** What a member keeps of a register is on its disk, perhaps before the journal says so. */
  public void kept(MemberId member, String name, RegisterState state) {
    AcceptedValue accepted = state.accepted();
    if (state.chosen() && accepted != null) {
      chosen(member, name, accepted.value());
      return;
    }
    entry(name)
        .promised
        .merge(member, state.promised(), (one, other) -> one.isNewerThan(other) ? one : other);
    if (accepted != null) {
      accept(member, name, accepted.ballot(), accepted.value());
    }
  }

  private void promise(MemberId member, String name, Ballot ballot) {
    Entry entry = entry(name);
    entry.promised.merge(member, ballot, (one, other) -> one.isNewerThan(other) ? one : other);
    Ballot before = entry.written.put(member, ballot);
    check(
        before == null || !before.isNewerThan(ballot),
        "promises never go back",
        () ->
            "Member "
                + member
                + " promised "
                + before
                + " for "
                + name
                + " and later "
                + ballot
                + ".");
  }

  private void accept(MemberId member, String name, Ballot ballot, Value value) {
    Entry entry = entry(name);
    check(
        entry.wishes.contains(payload(value)),
        "validity",
        () -> "Nobody proposed " + Naming.of(value) + " for " + name + ", which is accepted.");
    entry.accepted.computeIfAbsent(member, _ -> new TreeMap<>()).put(ballot, value);
    List<MemberId> holders = new ArrayList<>();
    entry.accepted.forEach((holder, held) -> {
      Value same = held.get(ballot);
      if (same != null) {
        check(
            same.equals(value),
            "one value per ballot",
            () -> "Two values of " + name + " were accepted under " + ballot + ".");
        holders.add(holder);
      }
    });
    if (quorums.isQuorum(holders)) {
      Value known = entry.chosen;
      check(
          known == null || known.equals(value),
          "agreement",
          () ->
              "Two values of "
                  + name
                  + " are chosen: "
                  + Naming.of(known)
                  + " and "
                  + Naming.of(value)
                  + ".");
      entry.chosen = value;
    }
  }

  /** A message leaves a member: it must say nothing that a crash could take back. */
  void leaves(MemberId member, String name, RegisterMessage message) {
    Entry entry = entry(name);
    switch (message) {
      case RegisterMessage.Promise promise -> {
        Ballot durable = entry.promised.getOrDefault(member, Ballot.NONE);
        check(
            !promise.ballot().isNewerThan(durable),
            "disk before word",
            () ->
                "Member "
                    + member
                    + " promises "
                    + promise.ballot()
                    + " for "
                    + name
                    + " too early.");
        if (promise.accepted() != null) {
          holds(member, name, promise.accepted().ballot());
        }
      }
      case RegisterMessage.Accept accept -> {
        Value before = entry.proposed.putIfAbsent(accept.ballot(), accept.value());
        check(
            before == null || before.equals(accept.value()),
            "one value per ballot",
            () ->
                "Member "
                    + member
                    + " proposes two values of "
                    + name
                    + " under "
                    + accept.ballot()
                    + ".");
      }
      case RegisterMessage.Accepted accepted -> holds(member, name, accepted.ballot());
      case RegisterMessage.Learned learned -> chosen(member, name, learned.value());
      case RegisterMessage.Report report -> reports(member, name, report.state());
      case RegisterMessage.Chosen any ->
          check(
              entry.chosen != null,
              "durability",
              () ->
                  "Member "
                      + member
                      + " calls "
                      + name
                      + " chosen, but no quorum holds it durably.");
      case RegisterMessage.Prepare any -> {}
      case RegisterMessage.Reject any -> {}
      case RegisterMessage.Query any -> {}
    }
  }

  private void reports(MemberId member, String name, RegisterState state) {
    AcceptedValue accepted = state.accepted();
    if (state.chosen() && accepted != null) {
      chosen(member, name, accepted.value());
    } else if (accepted != null) {
      holds(member, name, accepted.ballot());
    }
  }

  private void holds(MemberId member, String name, Ballot ballot) {
    Map<Ballot, Value> held = entry(name).accepted.get(member);
    check(
        held != null && held.containsKey(ballot),
        "disk before word",
        () ->
            "Member "
                + member
                + " says that it accepted "
                + name
                + " under "
                + ballot
                + ", too early.");
  }

  private void chosen(MemberId member, String name, Value value) {
    Value known = entry(name).chosen;
    check(
        known != null,
        "durability",
        () -> "Member " + member + " calls " + name + " chosen, but no quorum holds it durably.");
    check(
        value.equals(known),
        "agreement",
        () ->
            "Member "
                + member
                + " calls "
                + Naming.of(value)
                + " chosen for "
                + name
                + "; it is "
                + Naming.of(known)
                + ".");
  }

  /** A client is told what is chosen. */
  public void told(MemberId member, String name, Bytes value) {
    Value known = entry(name).chosen;
    check(
        known != null && payload(known).equals(value),
        "agreement",
        () ->
            "Member "
                + member
                + " tells a client "
                + Naming.of(value)
                + " for "
                + name
                + "; chosen is "
                + Naming.of(known)
                + ".");
  }

  private static Bytes payload(Value value) {
    return value.commands().getFirst().payload();
  }

  /** A member came back from its disk, with this for a register. */
  public void restarted(MemberId member, String name, RegisterState state) {
    AcceptedValue accepted = state.accepted();
    if (state.chosen() && accepted != null) {
      chosen(member, name, accepted.value());
      return;
    }
    Entry entry = entry(name);
    Ballot durable = entry.promised.getOrDefault(member, Ballot.NONE);
    check(
        !durable.isNewerThan(state.promised()),
        "promises never go back",
        () -> "Member " + member + " forgot its promise of " + durable + " for " + name + ".");
    Ballot remembered = accepted == null ? Ballot.NONE : accepted.ballot();
    for (Ballot ballot : entry.accepted.getOrDefault(member, new TreeMap<>()).keySet()) {
      check(
          !ballot.isNewerThan(remembered),
          "durability",
          () ->
              "Member "
                  + member
                  + " forgot what it accepted for "
                  + name
                  + " under "
                  + ballot
                  + ".");
    }
  }

  /** What is chosen for a register, or null if nothing is yet. */
  public @Nullable Value chosen(String name) {
    return entry(name).chosen;
  }

  /** The registers that are on any disk. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  private static void check(boolean holds, String checker, Supplier<String> accusation) {
    if (!holds) {
      throw new Finding("registers: " + checker, accusation.get());
    }
  }
}
