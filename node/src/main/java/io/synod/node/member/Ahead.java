package io.synod.node.member;

import io.synod.core.Ballot;
import io.synod.core.Effects.Chosen;
import io.synod.core.Message;
import io.synod.core.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a member has heard of slots beyond its gap. The protocol stores none of it, because the log
 * has no holes; but a leader proposes one value per slot under its ballot, so what it proposed
 * there is chosen once the same leader says that the slot is. Core thread only.
 */
final class Ahead {

  private static final long MOST_BYTES = 4L << 20;

  private @Nullable Ballot ballot;
  private final TreeMap<Long, Value> proposed = new TreeMap<>();
  private long bytes;
  private long chosen;

  /**
   * A message came, and the protocol has seen it.
   *
   * @param last the last slot of which this member's log holds a value
   */
  void received(Message message, long last) {
    if (message instanceof Message.Accept accept && follow(accept.ballot())) {
      if (accept.first() > last + 1) {
        add(accept);
      }
      chosen = Math.max(chosen, accept.chosen());
    } else if (message instanceof Message.Chosen said && follow(said.ballot())) {
      chosen = Math.max(chosen, said.upTo());
    }
  }

  private boolean follow(Ballot newer) {
    if (ballot == null || newer.isNewerThan(ballot)) {
      clear();
      ballot = newer;
    }
    return newer.equals(ballot);
  }

  private void add(Message.Accept accept) {
    long slot = accept.first();
    for (Value value : accept.values()) {
      if (bytes + value.weight() <= MOST_BYTES && proposed.putIfAbsent(slot, value) == null) {
        bytes += value.weight();
      }
      slot++;
    }
  }

  /** Takes out what is chosen beyond a slot; what lies before it is of no use any more. */
  List<Chosen> take(long inOrder) {
    if (proposed.isEmpty()) {
      return List.of();
    }
    List<Chosen> taken = new ArrayList<>();
    Map<Long, Value> known = proposed.headMap(chosen, true);
    known.forEach((slot, value) -> {
      bytes -= value.weight();
      if (slot > inOrder) {
        taken.add(new Chosen(slot, value));
      }
    });
    known.clear();
    return taken;
  }

  void clear() {
    ballot = null;
    proposed.clear();
    bytes = 0;
    chosen = 0;
  }
}
