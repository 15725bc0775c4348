package io.synod.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Those who wait until a revision is reached. Safe for use by several threads. */
final class Waiters {
  private record Waiter(long revision, Runnable then) {}

  private final List<Waiter> waiting = new ArrayList<>();

  synchronized void add(long revision, Runnable then) {
    waiting.add(new Waiter(revision, then));
  }

  /** A revision is reached: calls those who waited for it or for an earlier one. */
  void reached(long revision) {
    due(revision).forEach(Runnable::run);
  }

  private synchronized List<Runnable> due(long revision) {
    List<Runnable> due = new ArrayList<>(0);
    for (Iterator<Waiter> each = waiting.iterator(); each.hasNext(); ) {
      Waiter waiter = each.next();
      if (waiter.revision() <= revision) {
        due.add(waiter.then());
        each.remove();
      }
    }
    return due;
  }
}
