package io.synod.cli.faults.history;

import io.synod.sim.history.KeyValue;
import io.synod.sim.history.LinearizabilityChecker;
import io.synod.sim.history.Operation;
import io.synod.sim.history.Outcome;
import io.synod.sim.history.Recorder;
import io.synod.sim.history.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What clients saw of a store, written down by any number of threads. Its clock is the number of
 * the event: it tells apart what a clock of nanoseconds might not.
 */
public final class History {
  /** Far more than the keys of a sound run need: some hundreds each. */
  private static final long STATES_PER_KEY = 2_000_000;

  private final Recorder<KeyValue.Command, KeyValue.Result> recorder = new Recorder<>();
  private long events;

  /** A history in which nothing has happened. */
  public History() {}

  /**
   * A client is about to call.
   *
   * @return the number of the operation
   */
  public synchronized int invoke(String client, String key, KeyValue.Command command) {
    return recorder.invoke(events++, client, key, command);
  }

  /** A client has got an answer. */
  public synchronized void answer(int operation, KeyValue.Result result) {
    recorder.answer(operation, events++, result);
  }

  /** A client knows that its operation never reached a member. */
  public synchronized void fail(int operation) {
    recorder.fail(operation, events++);
  }

  /** All operations so far. */
  public synchronized List<Operation<KeyValue.Command, KeyValue.Result>> operations() {
    return recorder.history();
  }

  /**
   * Checks all operations so far.
   *
   * @return what was checked, in a few words
   * @throws AssertionError if they are not linearizable, or if that cannot be decided; it says why
   */
  public String check() {
    return check(operations());
  }

  /** Checks operations, of this history or changed ones. */
  public static String check(List<Operation<KeyValue.Command, KeyValue.Result>> operations) {
    long begun = System.nanoTime();
    Verdict<KeyValue.Command, KeyValue.Result> verdict =
        new LinearizabilityChecker<>(new KeyValue(), STATES_PER_KEY).check(operations);
    double seconds = (System.nanoTime() - begun) / 1e9;
    return switch (verdict) {
      case Verdict.Linearizable<KeyValue.Command, KeyValue.Result>(var orders, long states) ->
          "%,d operations on %,d keys are linearizable (%,d states, %.1f s)"
              .formatted(operations.size(), orders.size(), states, seconds);
      case Verdict.NotLinearizable<KeyValue.Command, KeyValue.Result> no ->
          throw new AssertionError("What clients saw is not linearizable.\n" + no.explanation());
      case Verdict.Undecided<KeyValue.Command, KeyValue.Result>(var keys, long states) ->
          throw new AssertionError(
              "Whether what clients saw of %s is linearizable was not decided in %,d states."
                  .formatted(keys, states));
    };
  }

  /**
   * The operations of one key of those given, but one read found what had been overwritten before
   * it began: a fault that a check has to see.
   *
   * @throws AssertionError if no read can be changed so
   */
  public static List<Operation<KeyValue.Command, KeyValue.Result>> withStaleRead(
      List<Operation<KeyValue.Command, KeyValue.Result>> operations) {
    for (Operation<KeyValue.Command, KeyValue.Result> read : operations) {
      Optional<KeyValue.Found> stale = older(operations, read);
      if (stale.isPresent()) {
        return operations.stream()
            .filter(it -> it.key().equals(read.key()))
            .map(it -> it.equals(read) ? it.with(new Outcome.Answered<>(stale.get())) : it)
            .toList();
      }
    }
    throw new AssertionError("No read found a value that had replaced another one before it.");
  }

  /** What a read might have found if both it and what overwrote it was answered before the read. */
  private static Optional<KeyValue.Found> older(
      List<Operation<KeyValue.Command, KeyValue.Result>> operations,
      Operation<KeyValue.Command, KeyValue.Result> read) {
    if (!(read.outcome() instanceof Outcome.Answered<KeyValue.Result>(KeyValue.Found found))) {
      return Optional.empty();
    }
    List<KeyValue.Found> written =
        operations.stream()
            .filter(it -> it.key().equals(read.key()) && it.returned() < read.invoked())
            .flatMap(it -> written(it).stream())
            .toList();
    return written.contains(found)
        ? written.stream().filter(it -> it.revision() < found.revision()).findFirst()
        : Optional.empty();
  }

  private static Optional<KeyValue.Found> written(
      Operation<KeyValue.Command, KeyValue.Result> operation) {
    if (!(operation.outcome()
        instanceof Outcome.Answered<KeyValue.Result>(KeyValue.Changed(long revision)))) {
      return Optional.empty();
    }
    return switch (operation.command()) {
      case KeyValue.Put(String value) -> Optional.of(new KeyValue.Found(value, revision));
      case KeyValue.PutIfValue(Optional<String> _, String value) ->
          Optional.of(new KeyValue.Found(value, revision));
      case KeyValue.PutIfRevision(long _, String value) ->
          Optional.of(new KeyValue.Found(value, revision));
      case KeyValue.Get() -> Optional.empty();
      case KeyValue.Delete() -> Optional.empty();
    };
  }
}
