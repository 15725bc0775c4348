package io.synod.core;

import java.util.List;

/**
 * What one slot of the log holds: a batch of commands, or none (a no-op, with which a new leader
 * fills a hole).
 *
 * @param commands in the order in which they are applied
 */
public record Value(List<Command> commands) {

  /** Holds no command. */
  public static final Value NO_OP = new Value(List.of());

  /** Makes the list unmodifiable. */
  public Value {
    commands = List.copyOf(commands);
  }

  /** Whether this value does nothing but occupy its slot. */
  public boolean isNoOp() {
    return commands.isEmpty();
  }

  /** About how many bytes this value takes on the wire, on disk and in memory. */
  public long weight() {
    long sum = 32;
    for (Command command : commands) {
      sum += 64 + command.payload().length();
    }
    return sum;
  }
}
