package io.synod.sim.history;

/**
 * What a client knows about an operation of its own.
 *
 * @param <R> what the object answers
 */
public sealed interface Outcome<R> {
  /**
   * The object answered: the operation took effect between its invocation and its response.
   *
   * @param result the answer
   */
  record Answered<R>(R result) implements Outcome<R> {}

  /**
   * No answer came. The operation took effect at any time since its invocation, or will, or never.
   */
  record Unknown<R>() implements Outcome<R> {}

  /** The operation was refused and certainly has no effect, now or later. */
  record Failed<R>() implements Outcome<R> {}
}
