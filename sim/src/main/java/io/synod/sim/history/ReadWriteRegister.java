package io.synod.sim.history;

import java.util.List;
import java.util.Optional;

/** A register that is read, written and compared: it holds one value, always some value. */
public final class ReadWriteRegister
    implements Model<String, ReadWriteRegister.Command, ReadWriteRegister.Result> {
  private final String initial;

  /** A register that begins with a value. */
  public ReadWriteRegister(String initial) {
    this.initial = initial;
  }

  /** What the register is asked. */
  public sealed interface Command {}

  /** What does it hold? Answered by a {@link Value}. */
  public record Read() implements Command {
    @Override
    public String toString() {
      return "read";
    }
  }

  /**
   * Hold this. Answered by {@link Done}.
   *
   * @param value what to hold from now on
   */
  public record Write(String value) implements Command {
    @Override
    public String toString() {
      return "write " + value;
    }
  }

  /**
   * Hold something new if you hold what I expect. Answered by {@link Done} or {@link Differs}.
   *
   * @param expected what must be held
   * @param value what to hold then
   */
  public record CompareAndSet(String expected, String value) implements Command {
    @Override
    public String toString() {
      return "compare-and-set " + expected + " to " + value;
    }
  }

  /** What the register answers. */
  public sealed interface Result {}

  /**
   * It holds this.
   *
   * @param value what it holds
   */
  public record Value(String value) implements Result {
    @Override
    public String toString() {
      return value;
    }
  }

  /** It holds the new value. */
  public record Done() implements Result {
    @Override
    public String toString() {
      return "done";
    }
  }

  /** It holds something else than was expected, and goes on to hold that. */
  public record Differs() implements Result {
    @Override
    public String toString() {
      return "differs";
    }
  }

  @Override
  public String initial() {
    return initial;
  }

  @Override
  public List<String> answered(String held, Command command, Result result) {
    Result right =
        switch (command) {
          case Read() -> new Value(held);
          case Write _ -> new Done();
          case CompareAndSet(String expected, String _) ->
              held.equals(expected) ? new Done() : new Differs();
        };
    return right.equals(result) ? unanswered(held, command) : List.of();
  }

  @Override
  public boolean changesNothing(Command command, Result result) {
    return command instanceof Read || result instanceof Differs;
  }

  @Override
  public List<String> unanswered(String held, Command command) {
    return switch (command) {
      case Read() -> List.of(held);
      case Write(String value) -> List.of(value);
      case CompareAndSet(String expected, String value) ->
          List.of(held.equals(expected) ? value : held);
    };
  }

  @Override
  public Optional<String> held(String held) {
    return Optional.of(held);
  }

  @Override
  public Optional<String> written(Command command) {
    return switch (command) {
      case Read() -> Optional.empty();
      case Write(String value) -> Optional.of(value);
      case CompareAndSet(String _, String value) -> Optional.of(value);
    };
  }

  @Override
  public Optional<String> needed(Command command, Result result) {
    return switch (result) {
      case Value(String value) -> Optional.of(value);
      case Done() when command instanceof CompareAndSet(String expected, String _) ->
          Optional.of(expected);
      case Done() -> Optional.empty();
      case Differs() -> Optional.empty();
    };
  }
}
