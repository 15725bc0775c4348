package io.synod.sim.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes down what clients see, as it happens. One thread at a time.
 *
 * @param <C> what the objects are asked
 * @param <R> what the objects answer
 */
public final class Recorder<C, R> {
  private final List<Operation<C, R>> operations = new ArrayList<>();

  /** A recorder that has seen nothing. */
  public Recorder() {}

  /**
   * A client is about to call: to be said before anything of the call can take effect.
   *
   * @param at the time
   * @param client who calls
   * @param key which object is called
   * @param command what is asked
   * @return the operation's number, by which its response is recorded
   */
  public int invoke(long at, String client, String key, C command) {
    operations.add(
        new Operation<>(client, key, command, new Outcome.Unknown<>(), at, Operation.NEVER));
    return operations.size() - 1;
  }

  /**
   * A client has got an answer.
   *
   * @param operation the operation's number
   * @param at the time
   * @param result the answer
   * @throws IllegalStateException if the operation has a response already
   */
  public void answer(int operation, long at, R result) {
    respond(operation, at, new Outcome.Answered<>(result));
  }

  /**
   * A client has learnt that its operation certainly has no effect. A client that only gave up
   * records nothing.
   *
   * @param operation the operation's number
   * @param at the time
   * @throws IllegalStateException if the operation has a response already
   */
  public void fail(int operation, long at) {
    respond(operation, at, new Outcome.Failed<>());
  }

  private void respond(int operation, long at, Outcome<R> outcome) {
    Operation<C, R> called = operations.get(operation);
    if (!(called.outcome() instanceof Outcome.Unknown<R>)) {
      throw new IllegalStateException(
          "There is a response to operation " + operation + " already: " + called);
    }
    operations.set(
        operation,
        new Operation<>(
            called.client(), called.key(), called.command(), outcome, called.invoked(), at));
  }

  /** All operations so far; of those without a response the outcome is unknown. */
  public List<Operation<C, R>> history() {
    return List.copyOf(operations);
  }
}
