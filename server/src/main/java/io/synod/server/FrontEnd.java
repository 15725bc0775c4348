package io.synod.server;

import io.netty.channel.EventLoop;
import io.synod.server.front.Listener;
import io.synod.store.EtcdStore;
import io.synod.store.LeaseTicker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** All services on their ports. */
final class FrontEnd implements AutoCloseable {

  private final Listener listener;

  private FrontEnd(Listener listener) {
    this.listener = listener;
  }

  /**
   * Starts to serve.
   *
   * @param clock milliseconds since some moment; never goes back
   * @throws IOException if it cannot listen where it should
   */
  static FrontEnd start(
      ServerConfig config, Roster roster, Engine engine, EtcdStore store, LongSupplier clock)
      throws IOException {
    List<InetSocketAddress> addresses =
        config.listenClient().stream()
            .map(url -> new InetSocketAddress(url.getHost(), url.getPort()))
            .toList();
    Listener listener =
        new Listener(
            addresses, Services.of(config, roster, engine, store), config.maxConcurrentStreams());
    EventLoop loop = listener.eventLoop();
    AutoCompaction.start(config.retention(), engine, store, loop);
    Publisher.publish(config, roster, engine, store, loop);
    new LeaseTicker(
            store,
            engine::status,
            (command, reply) -> engine.propose(command, loop, reply),
            clock,
            (millis, task) -> later(loop, millis, task))
        .start();
    return new FrontEnd(listener);
  }

  private static void later(EventLoop loop, long millis, Runnable task) {
    if (!loop.isShuttingDown()) {
      var _ = loop.schedule(task, millis, TimeUnit.MILLISECONDS);
    }
  }

  /** The first port that it listens on. */
  int port() {
    return listener.port();
  }

  @Override
  public void close() {
    listener.close();
  }
}
