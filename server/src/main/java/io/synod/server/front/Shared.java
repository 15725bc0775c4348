package io.synod.server.front;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.synod.store.answer.Room;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What all connections of a listener share: what is served, who works, and how much may be held.
 */
final class Shared implements AutoCloseable {

  /** Each call takes a kilobyte or two, whatever it asks. */
  private static final int MOST_CALLS = 16_384;

  private static final int STOP_SECONDS = 5;

  final Routes routes;

  /** A client that wants more on one connection waits; the calls of all are bounded besides. */
  final long mostStreams;

  /** Find out what is to be answered, where that takes longer than an event loop may be away. */
  final ExecutorService finders = pool("synod-find");

  /** Make the pieces of long answers: each soon done, so that they wait for no finder. */
  final ExecutorService makers = pool("synod-make");

  /** Calls that are not over, counted in ones. */
  final Room calls = new Room(MOST_CALLS);

  /** Bytes of requests that are on their way in, or wait to be handled. */
  final Room requests = new Room(Runtime.getRuntime().maxMemory() / 6);

  /** Bytes of long answers that are made and not sent. */
  final Room unsent = new Room(Runtime.getRuntime().maxMemory() / 8);

  /** Bytes of values that long answers keep between two pieces, to be faster. */
  final Room kept = new Room(Runtime.getRuntime().maxMemory() / 16);

  Shared(Routes routes, long mostStreams) {
    this.routes = routes;
    this.mostStreams = mostStreams;
  }

  private static ExecutorService pool(String name) {
    return Executors.newFixedThreadPool(
        Math.max(2, Runtime.getRuntime().availableProcessors() / 2),
        new DefaultThreadFactory(name, true));
  }

  /** Lets all of them finish what they do. */
  @Override
  public void close() {
    finders.shutdownNow();
    makers.shutdownNow();
    try {
      var _ = finders.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
      var _ = makers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
