package io.synod.bench.load;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Connections of one generator, which live until this is closed. */
public final class Connections implements AutoCloseable {
  private final LoadGenerator generator;
  private final EventLoop loop;
  private final List<GrpcConnection> all;
  private boolean closed;

  Connections(LoadGenerator generator, EventLoop loop, List<GrpcConnection> all) {
    this.generator = generator;
    this.loop = loop;
    this.all = List.copyOf(all);
  }

  /** Returns them, dealt out to the members in turn. */
  public List<GrpcConnection> all() {
    return all;
  }

  /** Does something on their event loop, and waits for it. */
  public <T> T onLoop(Callable<T> task) throws IOException, InterruptedException {
    return generator.onLoop(task);
  }

  /** Does something on their event loop again and again, until this is closed. */
  public void every(long millis, Runnable task) {
    var _ = loop.schedule(() -> again(millis, task), millis, TimeUnit.MILLISECONDS);
  }

  private void again(long millis, Runnable task) {
    if (!closed) {
      task.run();
      every(millis, task);
    }
  }

  EventLoop loop() {
    return loop;
  }

  /** Closes them soon. */
  @Override
  public void close() {
    loop.execute(() -> {
      closed = true;
      all.forEach(GrpcConnection::close);
    });
  }
}
