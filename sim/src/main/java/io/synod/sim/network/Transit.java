package io.synod.sim.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Messages on their way that arrive only when somebody says so: a queue for each link, the oldest
 * message first.
 *
 * @param <M> what is sent
 */
public final class Transit<M> {

  private final int members;

  /** Lists: as JavaScript, an ArrayDeque loses others when one is taken from its midst. */
  private final List<List<M>> queues = new ArrayList<>();

  Transit(int members) {
    this.members = members;
    for (int link = 0; link < members * members; link++) {
      queues.add(new ArrayList<>());
    }
  }

  /** What is on its way from one member to another, to be changed at will. */
  public List<M> queue(int from, int to) {
    return queues.get(from * members + to);
  }
}
