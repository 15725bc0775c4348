package io.synod.server.front;

import java.util.concurrent.ScheduledExecutorService;

/** Who looks at an {@link EventPage}. Any thread may call any method. */
public interface Viewer {

  /** The event loop of its connection. */
  ScheduledExecutorService eventLoop();

  /**
   * Sends an event, unless the one before has not left yet: who reads slowly sees fewer. Who has
   * not read for half a minute is hung up on.
   *
   * @param event as it is on the wire; nobody changes it any more
   */
  void show(byte[] event);

  /** Has something done, once, on the event loop, when it does not look any more. */
  void whenGone(Runnable action);
}
