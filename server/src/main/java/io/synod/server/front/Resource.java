package io.synod.server.front;

import java.util.concurrent.CompletableFuture;

/** Whatever lies below a path, with any method of HTTP/1.1. */
public interface Resource {

  /**
   * Answers a request; called on the event loop, which it must not block.
   *
   * @return completed at once, or later on the request's event loop
   */
  CompletableFuture<PageAnswer> serve(ResourceRequest request);
}
