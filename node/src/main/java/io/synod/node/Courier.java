package io.synod.node;

import io.synod.core.Effects.Send;
import io.synod.core.Effects.SendOnceDurable;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.node.peers.Network;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the protocol wants sent, and keeps back what must not leave before its record is
 * durable. Acknowledgements are cumulative, so of those that one sync sets free for a receiver only
 * the last leaves. Core thread only.
 */
final class Courier {

  private final Network network;
  private final Queue<SendOnceDurable> held = new ArrayDeque<>();
  private long durable;

  Courier(Network network) {
    this.network = network;
  }

  void send(List<Send> messages) {
    for (Send send : messages) {
      network.send(send.to(), send.message());
    }
  }

  void hold(List<SendOnceDurable> messages) {
    held.addAll(messages);
  }

  void durable(long record) {
    durable = Math.max(durable, record);
  }

  /** Sends what nothing keeps back any more, and everything that was sent in this turn. */
  void flush() {
    Map<MemberId, Message.Accepted> last = new LinkedHashMap<>();
    for (SendOnceDurable next = held.peek();
        next != null && next.record() <= durable;
        next = held.peek()) {
      held.remove();
      Message.@Nullable Accepted before = last.get(next.to());
      if (next.message() instanceof Message.Accepted accepted) {
        if (before != null && !before.ballot().equals(accepted.ballot())) {
          network.send(next.to(), before);
        }
        last.put(next.to(), accepted);
      } else {
        if (before != null) {
          network.send(next.to(), before);
          last.remove(next.to());
        }
        network.send(next.to(), next.message());
      }
    }
    last.forEach(network::send);
    network.flush();
  }
}
