package io.synod.sim.machine;

import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.Session;
import io.synod.core.Value;
import io.synod.sim.chance.Chance;

/** The state of one member: a few keys, the sessions, and a hash over everything ever applied. */
public final class Machine {

  /** What this machine is asked, and how it sums up. */
  public static final Language LANGUAGE =
      new Language() {
        @Override
        public Operation decode(Bytes payload) {
          return Operation.decode(payload);
        }

        @Override
        public long begin(long sum, long slot) {
          return Chance.mix(sum ^ slot);
        }

        @Override
        public long add(long sum, Command command, long now) {
          return fold(sum, command, now);
        }
      };

  /** Takes the results of commands. */
  @FunctionalInterface
  public interface Results {

    /**
     * A command was applied.
     *
     * @param command the command
     * @param result 1 if it did what it says, 0 for a compare-and-set that found something else
     */
    void applied(Command command, long result);
  }

  private final long[] values;
  private final Sessions sessions;
  private long slot;
  private long hash;

  /** Every key holds 0, and no slot is applied. */
  public Machine(int keys) {
    this.values = new long[keys];
    this.sessions = new Sessions();
  }

  private Machine(Machine other) {
    this.values = other.values.clone();
    this.sessions = new Sessions(other.sessions);
    this.slot = other.slot;
    this.hash = other.hash;
  }

  /** An image of this moment. */
  public Machine copy() {
    return new Machine(this);
  }

  /** Applies the next slot's value. */
  public void apply(Value value, Results results) {
    slot++;
    hash = Chance.mix(hash ^ slot);
    for (Command command : value.commands()) {
      if (sessions.admit(command)) {
        results.applied(command, perform(command));
      }
    }
  }

  private long perform(Command command) {
    Operation operation = Operation.decode(command.payload());
    boolean agrees =
        operation.kind() == Operation.Kind.WRITE || values[operation.key()] == operation.expected();
    if (agrees) {
      values[operation.key()] = operation.value();
    }
    hash = fold(hash, command, values[operation.key()]);
    return agrees ? 1 : 0;
  }

  private static long fold(long hash, Command command, long now) {
    Session session = command.session();
    return Chance.mix(
        hash
            ^ (now * 31)
            ^ Chance.mix(
                (session.member().value() << 48) ^ (session.boot() << 32) ^ command.sequence()));
  }

  /** What a key holds. */
  public long get(int key) {
    return values[key];
  }

  /** The last slot applied. */
  public long slot() {
    return slot;
  }

  /** Equal on all members that have applied the same. */
  public long hash() {
    return hash;
  }

  /** Whether a command is applied, or settled at its writer. */
  public boolean contains(Session session, long sequence) {
    return sessions.contains(session, sequence);
  }
}
