package io.synod.sim.history;

import java.util.List;
import java.util.Optional;

/**
 * A register of single-decree Paxos: the first proposal is chosen, and what is chosen never
 * changes. Its state and its answers are the chosen value, if there is one.
 */
public final class WriteOnceRegister
    implements Model<Optional<String>, WriteOnceRegister.Command, Optional<String>> {
  /** A register for which nothing is chosen. */
  public WriteOnceRegister() {}

  /** What the register is asked. */
  public sealed interface Command {}

  /** What is chosen? */
  public record Read() implements Command {
    @Override
    public String toString() {
      return "read";
    }
  }

  /**
   * Choose this unless something is chosen. The answer is what is chosen now.
   *
   * @param value the proposal
   */
  public record Propose(String value) implements Command {
    @Override
    public String toString() {
      return "propose " + value;
    }
  }

  @Override
  public Optional<String> initial() {
    return Optional.empty();
  }

  @Override
  public List<Optional<String>> answered(
      Optional<String> chosen, Command command, Optional<String> result) {
    List<Optional<String>> after = unanswered(chosen, command);
    return after.contains(result) ? after : List.of();
  }

  @Override
  public boolean changesNothing(Command command, Optional<String> result) {
    return switch (command) {
      case Read() -> true;
      case Propose(String value) -> !result.equals(Optional.of(value));
    };
  }

  @Override
  public List<Optional<String>> unanswered(Optional<String> chosen, Command command) {
    return switch (command) {
      case Read() -> List.of(chosen);
      case Propose(String value) -> List.of(chosen.isPresent() ? chosen : Optional.of(value));
    };
  }
}
