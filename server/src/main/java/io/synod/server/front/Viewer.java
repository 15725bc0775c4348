package io.synod.server.front;

import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Who looks at an {@link EventPage}. Any thread may call any method. */
public interface Viewer {

  /** Who has not read for so long is hung up on. */
  long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** What HTTP says before the events. */
  Map<String, String> HEADERS =
      Map.of(
          "content-type", "text/event-stream; charset=utf-8",
          "cache-control", "no-store",
          "x-content-type-options", "nosniff");

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
