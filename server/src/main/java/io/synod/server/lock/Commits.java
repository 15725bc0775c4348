package io.synod.server.lock;

import com.google.protobuf.ByteString;
import io.synod.store.mvcc.Entry;
import io.synod.store.watch.Events;
import io.synod.store.watch.Recent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Tells whoever waits for it that something was committed. Any thread may call it.
 *
 * <p>Invariant: who waits has seen everything up to {@code seen} of what it waits for.
 */
final class Commits {

  /**
   * Somebody who is called once.
   *
   * @param executor where
   * @param task what to do
   */
  private record Waiter(Executor executor, Runnable task) {

    void call() {
      try {
        executor.execute(task);
      } catch (RejectedExecutionException e) {
        // The server stops, and so does whoever waits.
      }
    }
  }

  private final Recent recent;
  private final Runnable listener = this::committed;
  private final Map<ByteString, List<Waiter>> keys = new LinkedHashMap<>();
  private final Map<ByteString, List<Waiter>> prefixes = new LinkedHashMap<>();
  private long seen;

  Commits(Recent recent) {
    this.recent = recent;
  }

  /**
   * Has a task run once, when something has become of a key after a revision; perhaps also when
   * nothing has.
   *
   * @return ends the wait
   */
  Runnable whenKeyChanges(ByteString key, long after, Executor executor, Runnable task) {
    return await(keys, key, after, new Waiter(executor, task));
  }

  /** The same for all keys that begin so. */
  Runnable whenPrefixChanges(ByteString prefix, long after, Executor executor, Runnable task) {
    return await(prefixes, prefix, after, new Waiter(executor, task));
  }

  private synchronized Runnable await(
      Map<ByteString, List<Waiter>> waiting, ByteString what, long after, Waiter waiter) {
    if (keys.isEmpty() && prefixes.isEmpty()) {
      seen = recent.listen(listener);
    }
    waiting.computeIfAbsent(what, _ -> new ArrayList<>()).add(waiter);
    if (seen > after) {
      forget(waiting, what, waiter);
      waiter.call();
      return () -> {};
    }
    return () -> forget(waiting, what, waiter);
  }

  private synchronized void forget(
      Map<ByteString, List<Waiter>> waiting, ByteString what, Waiter waiter) {
    List<Waiter> others = waiting.get(what);
    if (others != null && others.remove(waiter) && others.isEmpty()) {
      waiting.remove(what);
    }
    restIfNobodyWaits();
  }

  private void restIfNobodyWaits() {
    if (keys.isEmpty() && prefixes.isEmpty()) {
      recent.unlisten(listener);
    }
  }

  private synchronized void committed() {
    if (keys.isEmpty() && prefixes.isEmpty()) {
      return;
    }
    List<Events> news = recent.since(seen);
    seen = recent.last();
    if (news == null) {
      callAll(keys);
      callAll(prefixes);
    } else {
      for (Events commit : news) {
        commit.entries().forEach(this::tell);
      }
    }
    restIfNobodyWaits();
  }

  private static void callAll(Map<ByteString, List<Waiter>> waiting) {
    waiting.values().forEach(waiters -> waiters.forEach(Waiter::call));
    waiting.clear();
  }

  private void tell(Entry event) {
    List<Waiter> waiters = keys.remove(event.key());
    if (waiters != null) {
      waiters.forEach(Waiter::call);
    }
    prefixes
        .entrySet()
        .removeIf(entry -> {
          boolean hit = event.key().startsWith(entry.getKey());
          if (hit) {
            entry.getValue().forEach(Waiter::call);
          }
          return hit;
        });
  }
}
