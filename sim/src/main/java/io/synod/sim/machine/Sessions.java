package io.synod.sim.machine;

import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Session;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which commands were applied: each once, and none of a life that its member has left behind. */
final class Sessions {

  private record Writer(long boot, long settled, SortedSet<Long> applied) {}

  private final SortedMap<MemberId, Writer> writers;

  Sessions() {
    this.writers = new TreeMap<>();
  }

  /** A copy. */
  Sessions(Sessions other) {
    this();
    other.writers.forEach((member, writer) ->
        writers.put(
            member, new Writer(writer.boot(), writer.settled(), new TreeSet<>(writer.applied()))));
  }

  /** Whether to apply a command now; if so, it counts as applied. */
  boolean admit(Command command) {
    Session session = command.session();
    Writer writer = writers.get(session.member());
    if (writer == null || writer.boot() < session.boot()) {
      writer = new Writer(session.boot(), 0, new TreeSet<>());
    } else if (writer.boot() > session.boot() || holds(writer, command.sequence())) {
      return false;
    }
    writer.applied().add(command.sequence());
    long settled = Math.max(writer.settled(), command.acknowledged());
    // Clearing a headSet would do, but in TeaVM's class library that clears the whole set.
    writer.applied().removeIf(sequence -> sequence <= settled);
    writers.put(session.member(), new Writer(writer.boot(), settled, writer.applied()));
    return true;
  }

  /** Whether a command is applied, or settled at its writer. */
  boolean contains(Session session, long sequence) {
    Writer writer = writers.get(session.member());
    return writer != null && writer.boot() == session.boot() && holds(writer, sequence);
  }

  private static boolean holds(Writer writer, long sequence) {
    return sequence <= writer.settled() || writer.applied().contains(sequence);
  }
}
