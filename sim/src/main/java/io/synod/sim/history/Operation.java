package io.synod.sim.history;

/**
 * One call of one client on one object.
 *
 * <p>Times are of any one clock that never goes back: a simulator's steps, a process's nanoseconds.
 * Operations whose times touch count as concurrent, so a coarse clock accuses nobody falsely but
 * hides some faults; the number of the event in the whole history is the best clock.
 *
 * @param client who called; only for people
 * @param key which object was called
 * @param command what was asked
 * @param outcome what the client knows about it
 * @param invoked when the call began
 * @param returned when the client got the answer, not before {@code invoked}; {@link #NEVER} if the
 *     outcome is unknown
 * @param <C> what the object is asked
 * @param <R> what the object answers
 */
public record Operation<C, R>(
    String client, String key, C command, Outcome<R> outcome, long invoked, long returned) {
  /** The time of a response that did not come. */
  public static final long NEVER = Long.MAX_VALUE;

  /**
   * Refuses times that contradict each other or the outcome.
   *
   * @throws IllegalArgumentException if they do
   */
  public Operation {
    if (returned < invoked) {
      throw new IllegalArgumentException(
          "An operation of "
              + client
              + " returned at "
              + returned
              + ", before its invocation at "
              + invoked
              + ".");
    }
    if (outcome instanceof Outcome.Unknown<R> && returned != NEVER) {
      throw new IllegalArgumentException(
          "An operation of " + client + " has a response at " + returned + ", yet no outcome.");
    }
  }

  /** The same operation as if its outcome had been another. */
  public Operation<C, R> with(Outcome<R> other) {
    boolean unknown = other instanceof Outcome.Unknown<R>;
    return new Operation<>(client, key, command, other, invoked, unknown ? NEVER : returned);
  }

  @Override
  public String toString() {
    String times = "[" + invoked + ".." + (returned == NEVER ? "" : returned) + "] ";
    String answer =
        switch (outcome) {
          case Outcome.Answered<R>(R result) -> result.toString();
          case Outcome.Unknown<R>() -> "no answer";
          case Outcome.Failed<R>() -> "failed";
        };
    return times + client + ": " + command + " -> " + answer;
  }
}
