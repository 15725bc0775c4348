package io.synod.server.front;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events over one stream of HTTP/2, until it closes. */
final class EventStream implements Served, Viewer {

  private static final Logger log = LoggerFactory.getLogger(EventStream.class);

  private final Http2Connection connection;
  private final Http2Stream stream;
  private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
  private @Nullable ChannelFuture last;
  private long lastAt;

  EventStream(Http2Connection connection, Http2Stream stream) {
    this.connection = connection;
    this.stream = stream;
  }

  @Override
  public ScheduledExecutorService eventLoop() {
    return connection.eventLoop();
  }

  @Override
  public void show(byte[] event) {
    try {
      connection.eventLoop().execute(() -> write(event));
    } catch (RejectedExecutionException e) {
      log.debug("The server stops; the viewer sees that.", e);
    }
  }

  private void write(byte[] event) {
    ChannelFuture before = last;
    if (before == null || before.isDone()) {
      lastAt = System.nanoTime();
      last = connection.send(stream, event);
    } else if (System.nanoTime() - lastAt > PATIENCE_NANOS) {
      connection.cutOff(stream);
    }
  }

  @Override
  public void whenGone(Runnable action) {
    var _ = gone.thenRun(action);
  }

  @Override
  public long deadline() {
    return Deadlines.NEVER;
  }

  @Override
  public boolean data(ByteBuf piece) {
    return true;
  }

  @Override
  public void end() {}

  @Override
  public void expire() {}

  @Override
  public void closed() {
    boolean _ = gone.complete(true);
  }
}
