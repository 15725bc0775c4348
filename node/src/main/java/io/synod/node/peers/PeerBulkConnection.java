package io.synod.node.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.synod.core.MemberId;
import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import io.synod.node.wire.Hello;
import io.synod.node.wire.Welcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A bulk connection over TCP. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write or close that fails closes the channel, and is seen there
final class PeerBulkConnection implements BulkConnection {

  private final Channel channel;
  private final Queue<CompletableFuture<BulkReply>> waiting = new ArrayDeque<>();
  private final CompletableFuture<Void> welcome = new CompletableFuture<>();

  PeerBulkConnection(
      Identity identity,
      MemberId peer,
      InetSocketAddress address,
      Bootstrap bootstrap,
      @Nullable PeerTls tls) {
    Hello hello = identity.hello(peer, true);
    channel =
        bootstrap
            .clone()
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel ch) {
                    PeerTls.call(tls, ch);
                    ch.pipeline().addLast(Frames.decoder(), new Replies(hello));
                  }
                })
            .connect(address)
            .addListener(done -> {
              if (!done.isSuccess()) {
                welcome.completeExceptionally(done.cause());
              }
            })
            .channel();
  }

  @Override
  public CompletableFuture<BulkReply> ask(BulkRequest request) {
    return welcome.thenCompose(_ -> {
      CompletableFuture<BulkReply> reply = new CompletableFuture<>();
      channel.eventLoop().execute(() -> send(request, reply));
      return reply;
    });
  }

  private void send(BulkRequest request, CompletableFuture<BulkReply> reply) {
    try {
      if (!channel.isActive()) {
        throw new IOException("The connection broke.");
      }
      waiting.add(reply);
      channel.writeAndFlush(Frames.encode(request, channel.alloc()), channel.voidPromise());
    } catch (IOException e) {
      reply.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  private final class Replies extends SimpleChannelInboundHandler<ByteBuf> {

    private final Hello hello;

    Replies(Hello hello) {
      this.hello = hello;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
      ctx.writeAndFlush(Frames.encode(hello, ctx.alloc()));
      super.channelActive(ctx);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) throws IOException {
      if (welcome.isDone()) {
        CompletableFuture<BulkReply> reply = waiting.poll();
        if (reply != null) {
          reply.complete(BulkReply.parseFrom(Frames.input(frame)));
        }
        return;
      }
      String refusal = Welcome.parseFrom(Frames.input(frame)).getRefusal();
      if (refusal.isEmpty()) {
        welcome.complete(null);
      } else {
        welcome.completeExceptionally(new IOException(refusal));
        ctx.close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      IOException broken = new IOException("The connection broke.");
      welcome.completeExceptionally(broken);
      for (CompletableFuture<BulkReply> reply = waiting.poll();
          reply != null;
          reply = waiting.poll()) {
        reply.completeExceptionally(broken);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
