package io.synod.sim.history;

import io.synod.sim.history.Search.Step;
import java.util.List;

/** Says why there is no order. */
final class Explanation {
  private static final int LAST_STEPS = 8;
  private static final int BESIDE = 8;

  private Explanation() {}

  static <S, C, R> String of(
      String key, Furthest<S, C, R> furthest, List<Operation<C, R>> unplaced) {
    StringBuilder text = new StringBuilder();
    Operation<C, R> blocked = unplaced.getFirst();
    text.append("The operations on ")
        .append(key)
        .append(" that had returned by ")
        .append(blocked.returned())
        .append(" are not linearizable.\n");
    steps(text, furthest.steps());
    text.append("No order has a place for\n  ").append(blocked).append('\n');
    states(text, furthest.states());
    beside(text, unplaced.subList(1, unplaced.size()));
    return text.toString();
  }

  private static <S, C, R> void steps(StringBuilder text, List<Step<S, C, R>> steps) {
    int left = Math.max(0, steps.size() - LAST_STEPS);
    if (steps.isEmpty()) {
      text.append("Not one of them can come first.\n");
      return;
    }
    text.append("An order of those before it, ").append(steps.size()).append(" long");
    text.append(left == 0 ? ":\n" : ", ends with\n");
    for (Step<S, C, R> step : steps.subList(left, steps.size())) {
      text.append("  ").append(step.operation()).append("; then ").append(step.after());
      text.append('\n');
    }
  }

  private static <S> void states(StringBuilder text, List<S> states) {
    text.append("where the object is at ").append(states.getFirst());
    if (states.size() > 1) {
      text.append(", or by other orders at ");
      for (int i = 1; i < states.size(); i++) {
        text.append(i == 1 ? "" : ", ").append(states.get(i));
      }
    }
    text.append(".\n");
  }

  private static <C, R> void beside(StringBuilder text, List<Operation<C, R>> others) {
    if (others.isEmpty()) {
      return;
    }
    text.append("Not placed either, because they ran beside it:\n");
    for (Operation<C, R> other : others.subList(0, Math.min(BESIDE, others.size()))) {
      text.append("  ").append(other).append('\n');
    }
    if (others.size() > BESIDE) {
      text.append("  and ").append(others.size() - BESIDE).append(" more\n");
    }
  }
}
