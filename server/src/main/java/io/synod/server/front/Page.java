package io.synod.server.front;

import java.util.concurrent.CompletableFuture;

/** A page that is fetched with GET. */
public interface Page {

  /**
   * Makes the page; called on the event loop, which it must not block.
   *
   * @return completed at once, or later on the request's event loop
   */
  CompletableFuture<PageAnswer> serve(PageRequest request);
}
