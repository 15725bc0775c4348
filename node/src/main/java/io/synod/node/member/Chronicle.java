package io.synod.node.member;

import io.synod.core.replica.Replica;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers who led of late. Core thread only, but for {@link #whenOver}. */
final class Chronicle {

  private static final int MOST = 50;

  private final Deque<Reign> reigns = new ArrayDeque<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** The first reign begins. */
  Chronicle(Replica replica, long now) {
    reigns.add(reign(replica, now));
  }

  private static Reign reign(Replica replica, long now) {
    return new Reign(now, replica.ballot(), replica.leader(), replica.quorumConnected());
  }

  /** Has something done on the core thread whenever a reign ends. Any thread. */
  void whenOver(Runnable listener) {
    listeners.add(listener);
  }

  /** Looks whether the last reign goes on; what ballots are tried while nobody leads is no news. */
  void look(Replica replica, long now) {
    Reign last = reigns.getLast();
    boolean same =
        last.quorumConnected() == replica.quorumConnected()
            && last.leader().equals(replica.leader())
            && (last.leader().isEmpty() || last.ballot().equals(replica.ballot()));
    if (!same) {
      if (reigns.size() == MOST) {
        reigns.removeFirst();
      }
      reigns.addLast(reign(replica, now));
      listeners.forEach(Runnable::run);
    }
  }

  /** The oldest first; the last one is now. */
  List<Reign> reigns() {
    return new ArrayList<>(reigns);
  }
}
