package io.synod.sim.history;

import java.util.List;

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
}
