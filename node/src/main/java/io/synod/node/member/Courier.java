package io.synod.node.member;

import io.synod.core.Effects.Send;
import io.synod.core.Effects.SendOnceDurable;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.node.loop.Loop;
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
 * the last leaves; and what may lie for a while leaves before the next message to its receiver, if
 * that does not say the same. Core thread only.
 */
final class Courier {

  /** As long as followers leave lie what nobody waits for. */
  private static final long LEISURE_MILLIS = 4;

  private final Network network;
  private final Loop loop;
  private final Tally tally;
  private final Map<MemberId, Message> lying = new LinkedHashMap<>();
  private final Queue<SendOnceDurable> held = new ArrayDeque<>();
  private boolean timed;
  private long durable;

  Courier(Network network, Loop loop, Tally tally) {
    this.network = network;
    this.loop = loop;
    this.tally = tally;
  }

  void send(List<Send> messages) {
    for (Send send : messages) {
      send(send.to(), send.message());
    }
  }

  void sendAtLeisure(List<Send> messages) {
    for (Send send : messages) {
      lying.put(send.to(), send.message());
    }
    if (!timed && !lying.isEmpty()) {
      timed = true;
      loop.after(LEISURE_MILLIS, this::endLeisure);
    }
  }

  private void endLeisure() {
    timed = false;
    lying.forEach(this::pass);
    lying.clear();
    network.flush();
  }

  private void send(MemberId to, Message message) {
    Message waiting = lying.remove(to);
    if (waiting != null && !saysAsMuch(message, waiting)) {
      pass(to, waiting);
    }
    pass(to, message);
  }

  private void pass(MemberId to, Message message) {
    tally.sent(to);
    network.send(to, message);
  }

  private static boolean saysAsMuch(Message message, Message waiting) {
    return message instanceof Message.Accept accept
        && waiting instanceof Message.Chosen chosen
        && accept.ballot().equals(chosen.ballot())
        && accept.chosen() >= chosen.upTo();
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
          send(next.to(), before);
        }
        last.put(next.to(), accepted);
      } else {
        if (before != null) {
          send(next.to(), before);
          last.remove(next.to());
        }
        send(next.to(), next.message());
      }
    }
    last.forEach(this::send);
    network.flush();
  }
}
