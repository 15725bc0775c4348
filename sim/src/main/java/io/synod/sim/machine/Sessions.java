package io.synod.sim.machine;

import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Session;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which commands were applied: each once, and none of a life that its member has left behind. */
final class Sessions {

  /** One life of a member. */
  private static final class Writer {
    private final long boot;
    private long settled;

    /** By sequence. */
    private final BitSet applied;

    Writer(long boot, long settled, BitSet applied) {
      this.boot = boot;
      this.settled = settled;
      this.applied = applied;
    }

    Writer copy() {
      return new Writer(boot, settled, (BitSet) applied.clone());
    }

    boolean holds(long sequence) {
      return sequence <= settled || applied.get((int) sequence);
    }

    void apply(Command command) {
      applied.set((int) command.sequence());
      settled = Math.max(settled, command.acknowledged());
    }
  }

  private final SortedMap<MemberId, Writer> writers;

  Sessions() {
    this.writers = new TreeMap<>();
  }

  /** A copy. */
  Sessions(Sessions other) {
    this();
    other.writers.forEach((member, writer) -> writers.put(member, writer.copy()));
  }

  /** Whether to apply a command now; if so, it counts as applied. */
  boolean admit(Command command) {
    Session session = command.session();
    Writer writer = writers.get(session.member());
    if (writer == null || writer.boot < session.boot()) {
      writer = new Writer(session.boot(), 0, new BitSet());
      writers.put(session.member(), writer);
    } else if (writer.boot > session.boot() || writer.holds(command.sequence())) {
      return false;
    }
    writer.apply(command);
    return true;
  }

  /** Whether a command is applied, or settled at its writer. */
  boolean contains(Session session, long sequence) {
    Writer writer = writers.get(session.member());
    return writer != null && writer.boot == session.boot() && writer.holds(sequence);
  }
}
