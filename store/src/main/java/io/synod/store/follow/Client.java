package io.synod.store.follow;

import io.synod.store.wire.WatchResponse;
import java.util.concurrent.RejectedExecutionException;

/** The client of a feed. All of its methods are called on the event loop of the desk. */
public interface Client {

  /** Why no more is sent to a client that still listens. */
  enum End {
    /** It wants an end when there is no leader, and there is none. */
    NO_LEADER,
    /** The history cannot be read. */
    BROKEN,
    /** This member stops. */
    STOPPED
  }

  /** Whether nothing waits for it to read. */
  boolean isReady();

  /** Whether nothing that is sent goes anywhere any more. */
  boolean isOver();

  /** Whether it wants an end when there is no leader. */
  boolean requiresLeader();

  /** Sends a response without events. */
  void send(WatchResponse response);

  /**
   * Sends a response.
   *
   * @param head all of it but its events
   * @param events as {@link Sendable#encode} makes them; shared, and not to be changed
   */
  void send(WatchResponse head, byte[] events);

  /**
   * Reads from the disk, on whatever thread that is done.
   *
   * @throws RejectedExecutionException if everything ends
   */
  void find(Runnable reading);

  /** Ends, when all that was sent has left. */
  void end(End why);
}
