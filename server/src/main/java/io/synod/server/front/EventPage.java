package io.synod.server.front;

import java.util.Optional;

/** A page that goes on: events for as long as somebody looks (text/event-stream). */
public interface EventPage {

  /**
   * Somebody looks; called on the viewer's event loop.
   *
   * @return empty if the viewer is taken, else what it is told instead
   */
  Optional<PageAnswer> open(Viewer viewer);
}
