package io.synod.node.peers;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes that wait between the event loop and the core thread: while there are too many,
 * no connection is read, so that the senders feel it.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write or close that fails closes the channel, and is seen there
final class ReadGate {

  private final long limit;
  private final EventLoop loop;
  private final AtomicLong waiting = new AtomicLong();
  private final Set<Channel> channels = new HashSet<>();
  private volatile boolean shut;

  ReadGate(long limit, EventLoop loop) {
    this.limit = limit;
    this.loop = loop;
  }

  /** On the event loop. */
  void opened(Channel channel) {
    channels.add(channel);
    channel.config().setAutoRead(!shut);
  }

  /** On the event loop. */
  void closed(Channel channel) {
    channels.remove(channel);
  }

  /** On the event loop. */
  void arrived(long bytes) {
    if (waiting.addAndGet(bytes) > limit && !shut) {
      shut = true;
      set();
      reopen();
    }
  }

  /** Any thread. */
  void consumed(long bytes) {
    waiting.addAndGet(-bytes);
    if (shut) {
      loop.execute(this::reopen);
    }
  }

  private void reopen() {
    if (shut && waiting.get() <= limit / 2) {
      shut = false;
      set();
    }
  }

  private void set() {
    for (Channel channel : channels) {
      channel.config().setAutoRead(!shut);
    }
  }
}
