package io.synod.sim.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which values can still come: what tells a search at once that an answer cannot, rather than after
 * all orders of what is beside it.
 *
 * <p>It speaks only of answers whose response is not behind the furthest one that any order has
 * reached. So it never makes a search give up before a response that some order gets past, and the
 * explanation stays true.
 */
final class Values<S, C, R> {
  private static final class Value {
    private int writersLeft;
    private final List<Integer> needing = new ArrayList<>();
  }

  private final Model<S, C, R> model;
  private final Timeline timeline;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final List<@Nullable Value> ofAnswered = new ArrayList<>();
  private final List<@Nullable Value> ofUnanswered = new ArrayList<>();
  private final List<Optional<String>> needed = new ArrayList<>();

  Values(
      Model<S, C, R> model,
      List<Operation<C, R>> answered,
      List<R> results,
      List<Operation<C, R>> unanswered,
      Timeline timeline) {
    this.model = model;
    this.timeline = timeline;
    answered.forEach(it -> ofAnswered.add(writtenBy(it)));
    unanswered.forEach(it -> ofUnanswered.add(writtenBy(it)));
    for (int i = 0; i < answered.size(); i++) {
      needed.add(model.needed(answered.get(i).command(), results.get(i)));
      if (needed.getLast().isPresent()) {
        values.computeIfAbsent(needed.getLast().get(), _ -> new Value()).needing.add(i);
      }
    }
    for (Value value : values.values()) {
      value.needing.sort(Comparator.comparingInt(this::responseRank));
    }
  }

  private @Nullable Value writtenBy(Operation<C, R> operation) {
    Optional<String> written = model.written(operation.command());
    if (written.isEmpty()) {
      return null;
    }
    Value value = values.computeIfAbsent(written.get(), _ -> new Value());
    value.writersLeft++;
    return value;
  }

  private int responseRank(int operation) {
    return timeline.rank(2 * operation + 1);
  }

  /**
   * Whether a state lacks what the answer of an operation needs, and nothing is left to write it.
   */
  boolean isGone(int operation, S state) {
    Optional<String> value = needed.get(operation);
    return value.isPresent()
        && !value.equals(model.held(state))
        && Objects.requireNonNull(values.get(value.get())).writersLeft == 0;
  }

  void placed(boolean isAnswered, int operation) {
    Value value = (isAnswered ? ofAnswered : ofUnanswered).get(operation);
    if (value != null) {
      value.writersLeft--;
    }
  }

  void unplaced(boolean isAnswered, int operation) {
    Value value = (isAnswered ? ofAnswered : ofUnanswered).get(operation);
    if (value != null) {
      value.writersLeft++;
    }
  }

  /**
   * Whether a step, already placed, overwrote for good what an operation still needs.
   *
   * @param before the state before the step
   * @param after the state that it left
   * @param answeredPlaced the answered operations that are placed
   * @param furthest the rank of the furthest response that any order has reached
   */
  boolean isLost(S before, S after, BitSet answeredPlaced, int furthest) {
    Optional<String> held = model.held(before);
    if (held.isEmpty() || held.equals(model.held(after))) {
      return false;
    }
    Value value = values.get(held.get());
    if (value == null || value.writersLeft > 0) {
      return false;
    }
    for (int operation : value.needing) {
      if (responseRank(operation) > furthest) {
        return false;
      }
      if (!answeredPlaced.get(operation)) {
        return true;
      }
    }
    return false;
  }
}
