package io.synod.sim.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Messages on their way that arrive only when somebody says so: a queue for each link, the oldest
 * message first.
 *
 * @param <M> what is sent
 */
public final class Transit<M> {

  private final int members;
  private final List<Deque<M>> queues = new ArrayList<>();

  Transit(int members) {
    this.members = members;
    for (int link = 0; link < members * members; link++) {
      queues.add(new ArrayDeque<>());
    }
  }

  /** What is on its way from one member to another, to be changed at will. */
  public Deque<M> queue(int from, int to) {
    return queues.get(from * members + to);
  }
}
