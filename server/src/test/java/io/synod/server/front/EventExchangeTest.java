package io.synod.server.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventExchangeTest {

  private final Wire wire = new Wire();
  private final ChannelInboundHandlerAdapter place = new ChannelInboundHandlerAdapter();
  private final EmbeddedChannel channel = new EmbeddedChannel(wire, place);
  private final EventExchange exchange = new EventExchange(channel.pipeline().context(place));

  /** A client that takes a write when the test says so. */
  private static final class Wire extends ChannelOutboundHandlerAdapter {
    private final List<String> events = new ArrayList<>();
    private final Queue<ChannelPromise> open = new ArrayDeque<>();

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      if (message instanceof HttpContent content) {
        events.add(content.content().toString(StandardCharsets.UTF_8));
      }
      ReferenceCountUtil.release(message);
      open.add(promise);
    }
  }

  @AfterEach
  void close() {
    var _ = channel.close();
  }

  private void show(String event) {
    exchange.show(event.getBytes(StandardCharsets.UTF_8));
    channel.runPendingTasks();
  }

  @Test
  void whoReadsSlowlySeesFewerEventsAndNothingPilesUp() {
    CompletableFuture<Boolean> gone = exchange.begin();
    var _ = wire.open.remove().setSuccess();
    show("one");
    show("two");
    show("three");
    assertThat(wire.events).containsExactly("one");
    var _ = wire.open.remove().setSuccess();
    show("four");
    assertThat(wire.events).containsExactly("one", "four");
    assertThat(gone).isNotDone();
    exchange.closed();
    assertThat(gone).isDone();
  }
}
