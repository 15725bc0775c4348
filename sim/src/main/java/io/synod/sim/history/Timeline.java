package io.synod.sim.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The invocations and responses of numbered operations in order of time, as a list out of which an
 * operation can be lifted, and put back in the opposite order.
 *
 * <p>Entry {@code 2 n} is the invocation of operation n, entry {@code 2 n + 1} its response.
 */
final class Timeline {
  private final int[] next;
  private final int[] previous;
  private final int[] rank;
  private final int end;

  /** Of operations that all have a response. At equal times, invocations come first. */
  Timeline(List<? extends Operation<?, ?>> operations) {
    end = 2 * operations.size();
    next = new int[end + 1];
    previous = new int[end + 1];
    rank = new int[end + 1];
    List<Integer> entries = new ArrayList<>();
    for (int entry = 0; entry < end; entry++) {
      entries.add(entry);
    }
    entries.sort(
        Comparator.comparingLong((Integer entry) -> time(operations, entry))
            .thenComparing(entry -> !isInvocation(entry)));
    int last = end;
    for (int at = 0; at < end; at++) {
      int entry = entries.get(at);
      rank[entry] = at;
      link(last, entry);
      last = entry;
    }
    rank[end] = end;
    link(last, end);
  }

  private static long time(List<? extends Operation<?, ?>> operations, int entry) {
    Operation<?, ?> operation = operations.get(operation(entry));
    return isInvocation(entry) ? operation.invoked() : operation.returned();
  }

  private void link(int one, int other) {
    next[one] = other;
    previous[other] = one;
  }

  static boolean isInvocation(int entry) {
    return (entry & 1) == 0;
  }

  static int operation(int entry) {
    return entry >> 1;
  }

  boolean isEmpty() {
    return next[end] == end;
  }

  /** The first entry; only if it is not empty. */
  int first() {
    return next[end];
  }

  /** The entry behind one that is not the last. */
  int after(int entry) {
    return next[entry];
  }

  /** The place of an entry among all, those that are lifted included. */
  int rank(int entry) {
    return rank[entry];
  }

  void lift(int operation) {
    unlink(2 * operation);
    unlink(2 * operation + 1);
  }

  private void unlink(int entry) {
    link(previous[entry], next[entry]);
  }

  /** Undoes the last lift that is not undone. */
  void putBack(int operation) {
    relink(2 * operation + 1);
    relink(2 * operation);
  }

  private void relink(int entry) {
    next[previous[entry]] = entry;
    previous[next[entry]] = entry;
  }
}
