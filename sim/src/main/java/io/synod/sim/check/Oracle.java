package io.synod.sim.check;

import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Session;
import io.synod.core.Value;
import io.synod.sim.machine.Language;
import io.synod.sim.machine.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the state must be after each slot, computed once from what is chosen, and by other means
 * than the members': it remembers every command for ever.
 */
final class Oracle {

  /** Names a command. */
  record Key(Session session, long sequence) {}

  /**
   * What became of a command.
   *
   * @param slot where it took effect
   * @param result what it answers
   */
  record Fate(long slot, long result) {}

  private record Writer(long boot, long settled) {}

  private final long[] values;
  private final Map<Key, Fate> fates = new LinkedHashMap<>();

  /** By what they write, which is different for all. */
  private final Map<Long, Fate> fatesByValue = new LinkedHashMap<>();

  private final Map<MemberId, Writer> writers = new LinkedHashMap<>();

  /** The hash of the state, by slot. */
  private final List<Long> hashes = new ArrayList<>();

  private final Language language;

  Oracle(int keys, Language language) {
    this.language = language;
    this.values = new long[keys];
    hashes.add(0L);
  }

  /** The last slot that was applied. */
  long slot() {
    return (long) hashes.size() - 1;
  }

  /** Applies the next slot. */
  void apply(Value value) {
    long hash = language.begin(hashes.get(hashes.size() - 1), hashes.size());
    for (Command command : value.commands()) {
      if (counts(command)) {
        Operation operation = language.decode(command.payload());
        boolean done = perform(operation);
        Fate fate = new Fate(hashes.size(), done ? 1 : 0);
        fates.put(new Key(command.session(), command.sequence()), fate);
        fatesByValue.put(operation.value(), fate);
        hash = language.add(hash, command, values[operation.key()]);
      }
    }
    hashes.add(hash);
  }

  private boolean perform(Operation operation) {
    if (operation.kind() == Operation.Kind.OTHER) {
      return true;
    }
    long held = values[operation.key()];
    boolean done = operation.kind() == Operation.Kind.WRITE || held == operation.expected();
    values[operation.key()] = done ? operation.value() : held;
    return done;
  }

  private boolean counts(Command command) {
    Session session = command.session();
    Writer writer = writers.getOrDefault(session.member(), new Writer(0, 0));
    if (session.boot() < writer.boot()) {
      return false;
    }
    long settled = session.boot() > writer.boot() ? 0 : writer.settled();
    if (command.sequence() <= settled || fates.containsKey(new Key(session, command.sequence()))) {
      return false;
    }
    writers.put(
        session.member(), new Writer(session.boot(), Math.max(settled, command.acknowledged())));
    return true;
  }

  /** The hash of the state after a slot. */
  long hash(long slot) {
    return hashes.get((int) slot);
  }

  /** What became of the update that writes a value, or null if it has had no effect so far. */
  @Nullable Fate fate(long value) {
    return fatesByValue.get(value);
  }

  /** What became of a command, or null if it has had no effect so far. */
  @Nullable Fate fate(Session session, long sequence) {
    return fates.get(new Key(session, sequence));
  }
}
