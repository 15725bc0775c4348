package io.synod.server.front;

import io.netty.channel.EventLoop;

/** Where goes what a call sends. All methods are called on its event loop. */
interface Outlet {

  /** The event loop. From any thread. */
  EventLoop eventLoop();

  /** Whether the client has taken what was sent before, more or less. */
  boolean isWritable();

  /** Ends the call with a message, which is closed when it is sent, or cannot be. */
  void answer(Content message);

  /**
   * Sends a message of a call that goes on, if that can be done at once.
   *
   * @return false if it is still the caller's
   */
  boolean sendNow(Content message);

  /** Sends a message of a call that goes on, when it can be; no other may be on its way. */
  void sendLater(Content message);

  /** Ends the call after all that was sent. */
  void finish(GrpcStatus status);

  /** Ends the call in the middle of what is being sent. */
  void cutOff();
}
