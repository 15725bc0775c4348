package io.synod.core.transcript;

import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.Effects;
import io.synod.core.MemberId;
import io.synod.core.Quorums;
import io.synod.core.Record;
import io.synod.core.Session;
import io.synod.core.Settings;
import io.synod.core.replica.Recovery;
import io.synod.core.replica.Replica;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One member: its protocol, its disk of records, and the clients' numbers. */
final class Machine {

  /** A command that was applied, by its session and sequence. */
  private record Applied(Session session, long sequence) {}

  private final MemberId id;
  private final Quorums quorums;
  private final Settings settings;

  /** Records that survive a crash. */
  private final List<Record> disk = new ArrayList<>();

  /** Records that are written, and lost in a crash. */
  private final List<Record> cache = new ArrayList<>();

  /** Messages that wait for a record. */
  final Deque<Effects.SendOnceDurable> held = new ArrayDeque<>();

  private final Map<Applied, Long> applied = new HashMap<>();
  private @Nullable Replica replica;
  private long boot;
  private long durable;
  private long sequence;
  private long reads;

  /** Milliseconds on this member's clock. */
  long now;

  /** Up to where the state machine is durable. */
  long stateSlot;

  Machine(MemberId id, Quorums quorums, Settings settings) {
    this.id = id;
    this.quorums = quorums;
    this.settings = settings;
    start();
  }

  MemberId id() {
    return id;
  }

  void start() {
    Recovery recovery = new Recovery(stateSlot);
    disk.forEach(recovery::replay);
    durable = 0;
    sequence = 0;
    reads = 0;
    applied.clear();
    replica = new Replica(id, ++boot, quorums, settings, recovery, now);
  }

  void crash() {
    replica = null;
    cache.clear();
    held.clear();
  }

  boolean isUp() {
    return replica != null;
  }

  Replica replica() {
    if (replica == null) {
      throw new IllegalArgumentException(Words.member(id) + " is down.");
    }
    return replica;
  }

  /** Writes a record, not durably yet; returns its number in this boot. */
  long write(Record record) {
    cache.add(record);
    return durable + cache.size();
  }

  boolean isDurable(long record) {
    return record <= durable;
  }

  /** Makes every written record durable; returns the number of the last. */
  long sync() {
    durable += cache.size();
    disk.addAll(cache);
    cache.clear();
    return durable;
  }

  boolean hasUnsynced() {
    return !cache.isEmpty();
  }

  /** New commands of this member's clients. */
  List<Command> commands(List<String> names) {
    Session session = new Session(id, boot);
    return names.stream()
        .map(name ->
            new Command(session, ++sequence, 0, Bytes.wrap(name.getBytes(StandardCharsets.UTF_8))))
        .toList();
  }

  long newRead() {
    return ++reads;
  }

  /** Remembers that a command was applied; returns the slot in which it was before, or 0. */
  long apply(Command command, long slot) {
    Long before = applied.putIfAbsent(new Applied(command.session(), command.sequence()), slot);
    return before == null ? 0 : before;
  }
}
