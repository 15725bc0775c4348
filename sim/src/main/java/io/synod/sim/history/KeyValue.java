package io.synod.sim.history;

import java.util.List;
import java.util.Optional;

/**
 * One key of a store whose every change has a revision, as etcd's: revisions are of the whole
 * store, so those of one key only grow, with gaps. A client that does not look at revisions puts
 * {@link #UNSEEN} in their place.
 */
public final class KeyValue implements Model<KeyValue.State, KeyValue.Command, KeyValue.Result> {
  /** In place of a revision that the client did not see or look at. */
  public static final long UNSEEN = 0;

  /** A key that does not exist before the first operation, in a store that has no revision yet. */
  public KeyValue() {}

  /**
   * What is known of the key.
   *
   * @param value its value, if it exists
   * @param revision the revision of its last change, or one before it
   * @param exact whether it is that of the last change
   */
  public record State(Optional<String> value, long revision, boolean exact) {
    @Override
    public String toString() {
      return value
          .map(it -> it + (exact ? " at revision " : " at a revision after ") + revision)
          .orElse("nothing");
    }

    private boolean mayBeOf(long asked) {
      return asked == UNSEEN || (exact ? asked == revision : asked > revision);
    }

    private List<State> changed(Optional<String> to, long seen) {
      if (seen == UNSEEN) {
        // Counting the changes would tell apart states that no client can tell apart.
        return List.of(new State(to, revision, false));
      }
      return seen > revision ? List.of(new State(to, seen, true)) : List.of();
    }
  }

  /** What the key is asked. */
  public sealed interface Command {}

  /** Answered by {@link Found} or {@link Missing}. */
  public record Get() implements Command {
    @Override
    public String toString() {
      return "get";
    }
  }

  /**
   * Answered by {@link Changed}.
   *
   * @param value the new value
   */
  public record Put(String value) implements Command {
    @Override
    public String toString() {
      return "put " + value;
    }
  }

  /** Answered by {@link Changed}, or by {@link Missing} if there was nothing to delete. */
  public record Delete() implements Command {
    @Override
    public String toString() {
      return "delete";
    }
  }

  /**
   * Put if the key has a certain value. Answered by {@link Changed} or {@link Refused}.
   *
   * @param expected what the value must be; empty if the key must not exist
   * @param value the new value
   */
  public record PutIfValue(Optional<String> expected, String value) implements Command {
    @Override
    public String toString() {
      return "put " + value + " if it is " + expected.orElse("missing");
    }
  }

  /**
   * Put if the key's last change is a certain one. Answered by {@link Changed} or {@link Refused}.
   *
   * @param expected the revision of the last change; 0 if the key must not exist
   * @param value the new value
   */
  public record PutIfRevision(long expected, String value) implements Command {
    @Override
    public String toString() {
      return "put " + value + " if at revision " + expected;
    }
  }

  /** What the key answers. */
  public sealed interface Result {}

  /**
   * The key exists.
   *
   * @param value its value
   * @param revision the revision of its last change, or {@link #UNSEEN}
   */
  public record Found(String value, long revision) implements Result {
    @Override
    public String toString() {
      return value + at(revision);
    }
  }

  /** The key does not exist. */
  public record Missing() implements Result {
    @Override
    public String toString() {
      return "missing";
    }
  }

  /**
   * The key was changed.
   *
   * @param revision the revision of this change, or {@link #UNSEEN}
   */
  public record Changed(long revision) implements Result {
    @Override
    public String toString() {
      return "done" + at(revision);
    }
  }

  /** The condition did not hold; nothing was changed. */
  public record Refused() implements Result {
    @Override
    public String toString() {
      return "refused";
    }
  }

  private static String at(long revision) {
    return revision == UNSEEN ? "" : " at revision " + revision;
  }

  @Override
  public State initial() {
    return new State(Optional.empty(), 0, false);
  }

  @Override
  public List<State> answered(State state, Command command, Result result) {
    return switch (command) {
      case Get() -> got(state, result);
      case Put(String value) -> changed(state, Optional.of(value), result);
      case Delete() when state.value().isEmpty() -> unchanged(state, result, new Missing());
      case Delete() -> changed(state, Optional.empty(), result);
      case PutIfValue(Optional<String> expected, String value) ->
          state.value().equals(expected)
              ? changed(state, Optional.of(value), result)
              : unchanged(state, result, new Refused());
      case PutIfRevision(long expected, String value) ->
          result instanceof Refused
              ? without(state, expected)
              : with(state, expected).stream()
                  .flatMap(it -> changed(it, Optional.of(value), result).stream())
                  .toList();
    };
  }

  @Override
  public boolean changesNothing(Command command, Result result) {
    return !(result instanceof Changed);
  }

  @Override
  public List<State> unanswered(State state, Command command) {
    return switch (command) {
      case Get() -> List.of(state);
      case Put(String value) -> state.changed(Optional.of(value), UNSEEN);
      case Delete() ->
          state.value().isEmpty() ? List.of(state) : state.changed(Optional.empty(), UNSEEN);
      case PutIfValue(Optional<String> expected, String value) ->
          state.value().equals(expected)
              ? state.changed(Optional.of(value), UNSEEN)
              : List.of(state);
      case PutIfRevision(long expected, String value) -> {
        List<State> put =
            with(state, expected).stream()
                .flatMap(it -> it.changed(Optional.of(value), UNSEEN).stream())
                .toList();
        List<State> left = without(state, expected);
        yield left.isEmpty()
            ? put
            : put.isEmpty() ? left : List.of(left.getFirst(), put.getFirst());
      }
    };
  }

  @Override
  public Optional<String> held(State state) {
    return state.value();
  }

  @Override
  public Optional<String> written(Command command) {
    return switch (command) {
      case Get() -> Optional.empty();
      case Delete() -> Optional.empty();
      case Put(String value) -> Optional.of(value);
      case PutIfValue(Optional<String> _, String value) -> Optional.of(value);
      case PutIfRevision(long _, String value) -> Optional.of(value);
    };
  }

  @Override
  public Optional<String> needed(Command command, Result result) {
    return switch (result) {
      case Found(String value, long _) -> Optional.of(value);
      case Changed _ when command instanceof PutIfValue(Optional<String> expected, String _) ->
          expected;
      case Changed _ -> Optional.empty();
      case Missing _ -> Optional.empty();
      case Refused _ -> Optional.empty();
    };
  }

  private static List<State> got(State state, Result result) {
    if (state.value().isEmpty()) {
      return unchanged(state, result, new Missing());
    }
    if (!(result instanceof Found(String value, long revision))
        || !value.equals(state.value().get())
        || !state.mayBeOf(revision)) {
      return List.of();
    }
    return List.of(revision == UNSEEN ? state : new State(state.value(), revision, true));
  }

  private static List<State> changed(State state, Optional<String> to, Result result) {
    return result instanceof Changed(long revision) ? state.changed(to, revision) : List.of();
  }

  private static List<State> unchanged(State state, Result result, Result right) {
    return result.equals(right) ? List.of(state) : List.of();
  }

  /** The state, now known to be of the revision; none if it cannot be. */
  private static List<State> with(State state, long revision) {
    if (state.value().isEmpty()) {
      return revision == 0 ? List.of(state) : List.of();
    }
    return revision != 0 && state.mayBeOf(revision)
        ? List.of(new State(state.value(), revision, true))
        : List.of();
  }

  /** The state, if it may be of another revision. */
  private static List<State> without(State state, long revision) {
    boolean is =
        state.value().isEmpty() ? revision == 0 : state.exact() && revision == state.revision();
    return is ? List.of() : List.of(state);
  }
}
