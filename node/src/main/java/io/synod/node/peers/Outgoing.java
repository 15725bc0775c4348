package io.synod.node.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.synod.core.MemberId;
import io.synod.node.wire.Welcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection on which this member sends to one other, kept up for ever. On its event loop only,
 * but for the flag.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write or close that fails closes the channel, and is seen there
final class Outgoing {

  private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);
  private static final long FIRST_RETRY_MILLIS = 50;
  private static final long LAST_RETRY_MILLIS = 1_000;
  private static final long WELCOME_MILLIS = 5_000;

  private final Identity identity;
  private final MemberId peer;
  private final InetSocketAddress address;
  private final String place;
  private final Bootstrap bootstrap;
  private final EventLoop loop;
  private final Network.Listener listener;
  private @Nullable Channel channel;
  private volatile boolean welcome;
  private boolean closed;
  private boolean dirty;
  private long retryMillis = FIRST_RETRY_MILLIS;
  private String lastRefusal = "";

  Outgoing(
      Identity identity,
      MemberId peer,
      InetSocketAddress address,
      Bootstrap bootstrap,
      EventLoop loop,
      Network.Listener listener,
      @Nullable PeerTls tls) {
    this.identity = identity;
    this.peer = peer;
    this.address = address;
    this.place = address.getHostString() + ":" + address.getPort();
    this.listener = listener;
    this.loop = loop;
    this.bootstrap =
        bootstrap
            .clone()
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel ch) {
                    PeerTls.call(tls, ch);
                    ch.pipeline().addLast(Frames.decoder(), new Handshake());
                  }
                });
  }

  /** Whether there is a connection. Any thread. */
  boolean isConnected() {
    return welcome;
  }

  void connect() {
    if (closed) {
      return;
    }
    // A name may have got another address since the last try, and asking for it must not hold up
    // the event loop.
    CompletableFuture.supplyAsync(
            () -> new InetSocketAddress(address.getHostString(), address.getPort()))
        .thenAcceptAsync(this::call, loop);
  }

  private void call(InetSocketAddress current) {
    if (closed) {
      return;
    }
    if (current.isUnresolved()) {
      LOG.debug("The name of member {}, {}, is not known to any name server.", peer, place);
      retryLater();
      return;
    }
    ChannelFuture attempt = bootstrap.connect(current);
    channel = attempt.channel();
    attempt.addListener(done -> {
      if (!done.isSuccess()) {
        LOG.debug(
            "Member {} at {} cannot be reached: {}", peer, place, String.valueOf(done.cause()));
        retryLater();
      }
    });
  }

  private void retryLater() {
    channel = null;
    if (closed) {
      return;
    }
    long wait = retryMillis / 2 + ThreadLocalRandom.current().nextLong(retryMillis / 2 + 1);
    retryMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
    loop.schedule(this::connect, wait, TimeUnit.MILLISECONDS);
  }

  /** Whether something sent now would be taken. */
  boolean isWritable() {
    Channel current = channel;
    return welcome && current != null && current.isWritable();
  }

  /** Takes a frame, whose reference it owns then; only if {@link #isWritable}. */
  void write(ByteBuf frame) {
    Channel current = channel;
    if (current == null) {
      frame.release();
      return;
    }
    current.write(frame, current.voidPromise());
    dirty = true;
  }

  /** Lets go what was written since the last call. */
  void flush() {
    Channel current = channel;
    if (dirty && current != null) {
      current.flush();
    }
    dirty = false;
  }

  void close() {
    closed = true;
    Channel current = channel;
    if (current != null) {
      current.close();
    }
  }

  /** Says hello, and waits for the welcome, the only thing that ever comes back. */
  private final class Handshake extends SimpleChannelInboundHandler<ByteBuf> {

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
      if (ctx.channel().localAddress().equals(ctx.channel().remoteAddress())) {
        // Nobody listens, and the system joined the call with itself: TCP allows that.
        ctx.close();
        return;
      }
      ctx.writeAndFlush(Frames.encode(identity.hello(peer, false), ctx.alloc()));
      loop.schedule(() -> giveUp(ctx), WELCOME_MILLIS, TimeUnit.MILLISECONDS);
      super.channelActive(ctx);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) throws Exception {
      String refusal = Welcome.parseFrom(Frames.input(frame)).getRefusal();
      if (refusal.isEmpty()) {
        welcome = true;
        retryMillis = FIRST_RETRY_MILLIS;
        lastRefusal = "";
        LOG.info("Member {} is connected to member {} at {}.", identity.self(), peer, place);
        return;
      }
      refused(refusal);
      ctx.close();
    }

    private void refused(String refusal) {
      if (!refusal.equals(lastRefusal)) {
        lastRefusal = refusal;
        LOG.warn("{} refuses this member: {}", place, refusal);
      }
      retryMillis = LAST_RETRY_MILLIS;
    }

    // A process that is stopped, or a machine that is gone, may take a call and never answer.
    private void giveUp(ChannelHandlerContext ctx) {
      if (!welcome) {
        ctx.close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      boolean wasWelcome = welcome;
      welcome = false;
      if (wasWelcome && !closed) {
        LOG.info("Member {} lost its connection to member {} at {}.", identity.self(), peer, place);
        listener.disconnected(peer);
      }
      retryLater();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (cause.getCause() instanceof SSLException unsafe) {
        refused("the connection cannot be made safe: " + unsafe.getMessage());
      } else if (!(cause instanceof IOException)) {
        LOG.warn("The connection to member {} broke.", peer, cause);
      }
      ctx.close();
    }
  }
}
