package io.synod.node.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.node.loop.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The network over TCP, on one event loop.
 *
 * <p>A message is encoded once however many peers it goes to, and what is sent in one turn is
 * flushed once per peer. A peer's messages are dropped while more than {@link #MOST_WAITING} bytes
 * wait for it.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write or close that fails closes the channel, and is seen there
public final class PeerNetwork implements Network {

  private static final int MOST_WAITING = 64 << 20;
  private static final int RESUME_BELOW = 32 << 20;
  private static final int CONNECT_MILLIS = 2_000;

  private final Identity identity;
  private final EventLoopGroup group;
  private final EventLoop loop;
  private final ChannelGroup callers;
  private final Bootstrap dialer;
  private final Map<MemberId, Outgoing> peers;
  private final Listener listener;
  private final @Nullable PeerTls tls;

  /** What was sent last, and its encoded form, until the next flush. */
  private @Nullable Message encoded;

  private @Nullable ByteBuf frame;
  private @Nullable Channel acceptor;

  /**
   * A network that neither listens nor calls yet.
   *
   * @param name what its thread is called
   * @param deadMillis how long sent bytes may stay unacknowledged before a connection counts as
   *     broken
   */
  public PeerNetwork(Identity identity, Listener listener, String name, int deadMillis) {
    this(identity, listener, name, deadMillis, null);
  }

  /** The same, under cover if there is one. */
  PeerNetwork(
      Identity identity, Listener listener, String name, int deadMillis, @Nullable PeerTls tls) {
    this.identity = identity;
    this.tls = tls;
    this.listener = listener;
    boolean epoll = Epoll.isAvailable();
    DefaultThreadFactory threads = new DefaultThreadFactory(name, true);
    group =
        new MultiThreadIoEventLoopGroup(
            1, threads, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    loop = group.next();
    callers = new DefaultChannelGroup(loop, true);
    dialer =
        new Bootstrap()
            .group(group)
            .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(RESUME_BELOW, MOST_WAITING));
    if (epoll) {
      dialer.option(EpollChannelOption.TCP_USER_TIMEOUT, deadMillis);
    }
    peers = outgoing(identity, dialer, loop, listener, tls);
  }

  private static Map<MemberId, Outgoing> outgoing(
      Identity identity,
      Bootstrap dialer,
      EventLoop loop,
      Listener listener,
      @Nullable PeerTls tls) {
    Map<MemberId, Outgoing> peers = new HashMap<>();
    identity
        .members()
        .forEach((member, address) -> {
          if (!member.equals(identity.self())) {
            peers.put(member, new Outgoing(identity, member, address, dialer, loop, listener, tls));
          }
        });
    return Map.copyOf(peers);
  }

  @Override
  public void listen(InetSocketAddress address, BulkService bulk)
      throws IOException, InterruptedException {
    if (address.isUnresolved()) {
      throw new IOException("no name server knows " + address.getHostString());
    }
    Reception.Desk desk = new Reception.Desk(identity, listener, bulk);
    var bound =
        new ServerBootstrap()
            .group(group)
            .channel(
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel ch) {
                    callers.add(ch);
                    PeerTls.answer(tls, ch);
                    ch.pipeline().addLast(Frames.decoder(), new Reception(desk));
                  }
                })
            .bind(address)
            .await();
    if (!bound.isSuccess()) {
      throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
    }
    acceptor = bound.channel();
  }

  @Override
  public void connect() {
    loop.execute(() -> peers.values().forEach(Outgoing::connect));
  }

  @Override
  public BulkConnection openBulk(MemberId peer) throws IOException {
    InetSocketAddress address = identity.members().get(peer);
    if (address == null) {
      throw new IOException("Member " + peer + " is not known.");
    }
    return new PeerBulkConnection(identity, peer, address, dialer, tls);
  }

  @Override
  public Loop loop() {
    return new Loop() {
      @Override
      public void execute(Runnable task) {
        if (!loop.isShuttingDown()) {
          loop.execute(task);
        }
      }

      @Override
      public void after(long millis, Runnable task) {
        if (!loop.isShuttingDown()) {
          loop.schedule(task, millis, TimeUnit.MILLISECONDS);
        }
      }

      @Override
      public boolean isCurrent() {
        return loop.inEventLoop();
      }
    };
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the same object means the same bytes; that is enough
  public void send(MemberId to, Message message) {
    Outgoing peer = peers.get(to);
    if (peer == null || !peer.isWritable()) {
      return;
    }
    ByteBuf bytes = frame;
    if (bytes == null || encoded != message) {
      release();
      bytes = encode(message);
      frame = bytes;
      encoded = message;
    }
    peer.write(bytes.retainedDuplicate());
  }

  private static ByteBuf encode(Message message) {
    try {
      return Frames.encode(message, ByteBufAllocator.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void flush() {
    release();
    peers.values().forEach(Outgoing::flush);
  }

  private void release() {
    if (frame != null) {
      frame.release();
      frame = null;
      encoded = null;
    }
  }

  @Override
  public List<MemberId> connected() {
    return peers.entrySet().stream()
        .filter(peer -> peer.getValue().isConnected())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    if (group.isShuttingDown()) {
      return;
    }
    Channel listening = acceptor;
    if (listening != null) {
      listening.close().awaitUninterruptibly();
    }
    // One by one, because the end of an event loop does not always close what it still has.
    callers.close().awaitUninterruptibly();
    loop.submit(() -> peers.values().forEach(Outgoing::close)).awaitUninterruptibly();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
