package io.synod.server.front;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The ports on which clients are served, and their event loops. Any thread may call any method. */
public final class Listener implements AutoCloseable {

  private static final int BACKLOG = 1_024;
  private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(1 << 20, 4 << 20);
  private static final int PAGE_BYTES = 8 << 10;

  /** A chunk of the allocator is a page shifted by this: 1 MiB. */
  private static final int CHUNK_ORDER = 7;

  private static final int DRAIN_SECONDS = 3;
  private static final int STOP_SECONDS = 5;

  private final EventLoopGroup group;
  private final Shared shared;
  private final ChannelGroup listening = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final int port;

  /**
   * Listens, and returns once it does.
   *
   * @param addresses where; port 0 means one that the system chooses
   * @param mostStreams how many calls a client may have open on one HTTP/2 connection
   * @throws IOException if it cannot listen on one of them; then it listens on none
   */
  public Listener(List<InetSocketAddress> addresses, Routes routes, long mostStreams)
      throws IOException {
    shared = new Shared(routes, mostStreams);
    int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    group =
        new MultiThreadIoEventLoopGroup(
            loops,
            new DefaultThreadFactory("synod-client", true),
            Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    try {
      ServerBootstrap bootstrap = bootstrap(loops);
      for (InetSocketAddress address : addresses) {
        listen(bootstrap, address);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
    Channel first = listening.iterator().next();
    port = ((InetSocketAddress) first.localAddress()).getPort();
  }

  private ServerBootstrap bootstrap(int loops) {
    return new ServerBootstrap()
        .group(group)
        .channel(
            Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
        .childOption(ChannelOption.ALLOCATOR, allocator(loops))
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel client) {
                clients.add(client);
                client.pipeline().addLast(new ProtocolDetector(shared));
              }
            });
  }

  /** One small arena per event loop keeps what is set aside for buffers to a few megabytes. */
  private static ByteBufAllocator allocator(int loops) {
    return new PooledByteBufAllocator(
        true,
        1,
        loops,
        PAGE_BYTES,
        CHUNK_ORDER,
        PooledByteBufAllocator.defaultSmallCacheSize(),
        PooledByteBufAllocator.defaultNormalCacheSize(),
        false);
  }

  private void listen(ServerBootstrap bootstrap, InetSocketAddress address) throws IOException {
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
    }
    listening.add(bound.channel());
  }

  /** The port of the first address. */
  public int port() {
    return port;
  }

  /** One of the event loops. */
  public EventLoop eventLoop() {
    return group.next();
  }

  /** Takes no more calls, waits a moment for those that are there, and closes all connections. */
  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    clients.close().awaitUninterruptibly(DRAIN_SECONDS, TimeUnit.SECONDS);
    shared.close();
    group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
