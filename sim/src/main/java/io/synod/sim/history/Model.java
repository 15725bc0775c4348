package io.synod.sim.history;

import java.util.List;
import java.util.Optional;

/**
 * The object that clients believe to call, doing one operation at a time. Implementations are pure.
 *
 * @param <S> its states: immutable values that compare by content
 * @param <C> what it is asked: values that compare by content
 * @param <R> what it answers
 */
public interface Model<S, C, R> {
  /** The state before any operation. */
  S initial();

  /**
   * The states that the object may be in after it gave an answer.
   *
   * @param state the state before
   * @param command what it was asked
   * @param result what it answered
   * @return one state, or several where the answer leaves something open; none if the object could
   *     not have answered so
   */
  List<S> answered(S state, C command, R result);

  /**
   * The states that the object may be in after an operation whose answer nobody has seen.
   *
   * @param state the state before
   * @param command what it was asked
   * @return at least one state
   */
  List<S> unanswered(S state, C command);

  /**
   * Whether an operation with this answer changes nothing, whatever the state: that of a read, or
   * of a refusal. It may be that the answer tells more of a state that was open. True makes checks
   * much faster; false is always right.
   *
   * @param command what the object was asked
   * @param result what it answered
   */
  boolean changesNothing(C command, R result);

  /**
   * The value that a state holds, as {@link #written} and {@link #needed} tell them. A model that
   * tells of values makes checks much faster where much is wrong or lost; one that tells of none is
   * always right.
   *
   * @param state the state
   * @return empty if there is none, or none that the model tells of
   */
  default Optional<String> held(S state) {
    return Optional.empty();
  }

  /**
   * The value that an operation may bring about. No state, but for the initial one, may hold a
   * value that it did not hold before unless this tells of it.
   *
   * @param command what the object was asked
   */
  default Optional<String> written(C command) {
    return Optional.empty();
  }

  /**
   * The value that the state before an operation certainly held if the object answered so.
   *
   * @param command what the object was asked
   * @param result what it answered
   * @return empty if the answer is possible in states of different values, or of none
   */
  default Optional<String> needed(C command, R result) {
    return Optional.empty();
  }
}
