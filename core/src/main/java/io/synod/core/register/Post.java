package io.synod.core.register;

import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Quorums;
import io.synod.core.RegisterMessage;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages about registers to all members, this one included: a member is one of its own
 * acceptors, and waits for its own disk as for any other.
 */
final class Post {

  /** A message of this member to itself. */
  record ToSelf(long record, String name, RegisterMessage message) {}

  private final MemberId self;
  private final Quorums quorums;
  private final Outbox out;
  private final Queue<ToSelf> ready = new ArrayDeque<>();
  private final Queue<ToSelf> held = new ArrayDeque<>();
  private long durable;

  Post(MemberId self, Quorums quorums, Outbox out) {
    this.self = self;
    this.quorums = quorums;
    this.out = out;
  }

  /** Sends what no crash could take back. */
  void send(MemberId to, String name, RegisterMessage message) {
    if (to.equals(self)) {
      ready.add(new ToSelf(0, name, message));
    } else {
      out.send(to, new Message.Register(name, message));
    }
  }

  /** Sends it to every member. */
  void sendToAll(String name, RegisterMessage message) {
    for (MemberId member : quorums.members()) {
      send(member, name, message);
    }
  }

  /** Sends it once every record so far is durable. */
  void sendOnceDurable(MemberId to, String name, RegisterMessage message) {
    if (!to.equals(self)) {
      out.sendOnceDurable(to, new Message.Register(name, message));
    } else if (out.appended() <= durable) {
      ready.add(new ToSelf(0, name, message));
    } else {
      held.add(new ToSelf(out.appended(), name, message));
    }
  }

  /** Records up to this one are durable. */
  void onDurable(long record) {
    durable = Math.max(durable, record);
    while (!held.isEmpty() && held.element().record() <= durable) {
      ready.add(held.remove());
    }
  }

  /** The next message of this member to itself, or null. */
  @Nullable ToSelf next() {
    return ready.poll();
  }
}
