package io.synod.node.peers;

import io.synod.core.MemberId;
import io.synod.core.Message;
import java.util.List;

/**
 * Carries messages to the other members, in order per pair while a connection lasts. A message is
 * lost when there is no connection, or when so much waits for a slow peer that there is no room:
 * the protocol says it again.
 */
public interface Network extends AutoCloseable {

  /** Learns what comes from the other members. Called on an event loop, and must not block. */
  interface Listener {

    /**
     * Messages arrived.
     *
     * @param from who sent them
     * @param messages at least one, in the order in which they were sent
     * @param bytes what they took on the wire; to be given back to {@link Network#consumed} once
     *     they are dealt with
     */
    void received(MemberId from, List<Message> messages, long bytes);

    /** A connection to or from a member broke. */
    void disconnected(MemberId member);
  }

  /**
   * Puts a message with those that the next {@link #flush} sends. Only for one thread at a time.
   */
  void send(MemberId to, Message message);

  /** Sends what was put since the last call. Does not block. Only for the thread that puts. */
  void flush();

  /**
   * Messages of so many bytes were dealt with: when too many wait, nothing more is read from the
   * peers. Any thread.
   */
  void consumed(long bytes);

  /** The members to which there is a connection at this moment. Any thread. */
  List<MemberId> connected();

  @Override
  void close();
}
