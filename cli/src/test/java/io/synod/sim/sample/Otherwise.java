package io.synod.sim.sample;

import java.util.Deque;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.Queue;

/** What does something else as JavaScript, each kind in a class of its own. */
public final class Otherwise {

  private Otherwise() {}

  /** Takes some out of a queue. */
  public static final class LeavesTheQueue {
    void leave(Queue<String> queue) {
      queue.removeIf(String::isEmpty);
    }
  }

  /** Takes one out of a deque. */
  public static final class WalksTheDeque {
    void walk(Deque<String> deque) {
      for (Iterator<String> it = deque.iterator(); it.hasNext(); ) {
        if (it.next().isEmpty()) {
          it.remove();
        }
      }
    }
  }

  /** Clears the beginning of a map. */
  public static final class ClearsAView {
    void clear(NavigableMap<Long, String> map) {
      map.headMap(7L).clear();
    }
  }
}
