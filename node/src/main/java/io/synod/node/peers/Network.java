package io.synod.node.peers;

import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.node.loop.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Carries messages to the other members, in order per pair while a connection lasts. A message is
 * lost when there is no connection, or when so much waits for a slow peer that there is no room:
 * the protocol says it again.
 */
public interface Network extends AutoCloseable {

  /** Learns what comes from the other members. Called on the loop, and must not block. */
  interface Listener {

    /**
     * Messages arrived.
     *
     * @param from who sent them
     * @param messages at least one, in the order in which they were sent
     */
    void received(MemberId from, List<Message> messages);

    /** A connection to or from a member broke. */
    void disconnected(MemberId member);
  }

  /** How networks are made. */
  @FunctionalInterface
  interface Opener {

    /**
     * A network that neither listens nor calls yet.
     *
     * @param name what its thread is called
     * @param deadMillis how long sent bytes may stay unacknowledged before a connection counts as
     *     broken
     */
    Network open(Identity identity, Listener listener, String name, int deadMillis);
  }

  /**
   * Begins to listen, and returns once it does.
   *
   * @throws IOException if the address cannot be listened on
   */
  void listen(InetSocketAddress address, BulkService bulk) throws IOException, InterruptedException;

  /** Calls every other member, and goes on doing so. */
  void connect();

  /** Opens a connection for what is large. */
  BulkConnection openBulk(MemberId peer) throws IOException;

  /** The thread that everything here happens on. */
  Loop loop();

  /** Puts a message with those that the next {@link #flush} sends. On the loop. */
  void send(MemberId to, Message message);

  /** Sends what was put since the last call. Does not block. On the loop. */
  void flush();

  /** The members to which there is a connection at this moment. Any thread. */
  List<MemberId> connected();

  @Override
  void close();
}
