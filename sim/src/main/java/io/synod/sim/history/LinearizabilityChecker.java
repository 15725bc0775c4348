package io.synod.sim.history;

import io.synod.sim.history.Verdict.Linearizable;
import io.synod.sim.history.Verdict.NotLinearizable;
import io.synod.sim.history.Verdict.Undecided;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether histories are linearizable: whether, for each key, all answered operations and
 * some of those with unknown outcome can be put in one order in which the object would have given
 * just these answers, and which keeps every operation that returned before the invocation of
 * another before that other.
 *
 * <p>A check is pure: the same history gets the same verdict, text and number of states. Its time
 * grows with the length of the history and, at worst exponentially, with the number of operations
 * that run at one time on one key; hence the budget. A change of unknown outcome runs for ever:
 * with about a hundred of them on one key a fault may stay undecided, unless it is an answer that
 * nothing left can have caused. So let histories with many lost answers be short, or of several
 * keys.
 *
 * @param <S> the states of the object of one key
 * @param <C> what the objects are asked
 * @param <R> what the objects answer
 */
public final class LinearizabilityChecker<S, C, R> {
  private final Model<S, C, R> model;
  private final long statesPerKey;

  /**
   * A checker for objects that are alike.
   *
   * @param model what the object of each key is to do
   * @param statesPerKey how many states a check may visit for one key; each takes a few hundred
   *     bytes until the key is decided
   */
  public LinearizabilityChecker(Model<S, C, R> model, long statesPerKey) {
    this.model = model;
    this.statesPerKey = statesPerKey;
  }

  /**
   * Decides about a history.
   *
   * @param history all operations, in any order
   */
  public Verdict<C, R> check(List<Operation<C, R>> history) {
    Map<String, List<Operation<C, R>>> orders = new LinkedHashMap<>();
    List<String> undecided = new ArrayList<>();
    NotLinearizable<C, R> first = null;
    long states = 0;
    for (Map.Entry<String, List<Operation<C, R>>> entry : byKey(history).entrySet()) {
      String key = entry.getKey();
      Search<S, C, R> search = new Search<>(model, entry.getValue(), statesPerKey);
      switch (search.run()) {
        case FOUND -> orders.put(key, search.order());
        case OUT_OF_BUDGET -> undecided.add(key);
        case REFUTED -> first = earlier(first, refuted(key, search));
      }
      states += search.states();
    }
    if (first != null) {
      return new NotLinearizable<>(
          first.key(), first.prefix(), first.unplaced(), first.explanation(), states);
    }
    return undecided.isEmpty()
        ? new Linearizable<>(orders, states)
        : new Undecided<>(undecided, states);
  }

  private static <C, R> Map<String, List<Operation<C, R>>> byKey(List<Operation<C, R>> history) {
    Map<String, List<Operation<C, R>>> keys = new LinkedHashMap<>();
    for (Operation<C, R> operation : history) {
      keys.computeIfAbsent(operation.key(), _ -> new ArrayList<>()).add(operation);
    }
    return keys;
  }

  private NotLinearizable<C, R> refuted(String key, Search<S, C, R> search) {
    return new NotLinearizable<>(
        key,
        search.furthest().steps().stream().map(Search.Step::operation).toList(),
        search.unplaced(),
        Explanation.of(key, search.furthest(), search.unplaced()),
        search.states());
  }

  private static <C, R> NotLinearizable<C, R> earlier(
      @Nullable NotLinearizable<C, R> one, NotLinearizable<C, R> other) {
    return one == null
            || other.unplaced().getFirst().returned() < one.unplaced().getFirst().returned()
        ? other
        : one;
  }
}
