package io.synod.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Drives members with a workload from one thread. Not for use by several threads at once. */
public final class LoadGenerator implements AutoCloseable {
  /** How long an answer may take, unless said otherwise. */
  public static final long PATIENCE_SECONDS = 60;

  /** How long many calls may take. */
  private static final long LONGEST_SECONDS = 1_800;

  /** Told about the measured window's edges, on the thread that asked for the run. */
  public interface Window {
    /** The window opens now. */
    void opens();

    /** The window closes now. */
    void closes();
  }

  /** For a run that nobody measures. */
  public static final Window NO_WINDOW =
      new Window() {
        @Override
        public void opens() {}

        @Override
        public void closes() {}
      };

  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

  /**
   * Runs a workload and waits for its end.
   *
   * @param workload what to do
   * @param members where the members serve clients; connections are dealt out to them in turn
   * @param settleSeconds how long to run before the window opens
   * @param seconds how long the window is open
   * @param window told when it opens and closes
   * @return what the clients saw
   * @throws IOException if a member cannot be reached, or stops answering
   */
  public Sample run(
      Workload workload,
      List<InetSocketAddress> members,
      double settleSeconds,
      double seconds,
      Window window)
      throws IOException, InterruptedException {
    try (Connections connections = connect(members, workload.connections(), Windows.LARGE)) {
      ClosedLoop clients = new ClosedLoop(workload.calls(), Long.MAX_VALUE);
      onLoop(() -> clients.start(connections.all(), workload.clients()));
      pause(settleSeconds);
      window.opens();
      long opened = onLoop(clients::openWindow);
      pause(seconds);
      long closed = onLoop(clients::closeWindow);
      window.closes();
      await(clients.drained(), "answers to the last requests");
      return clients.sample((closed - opened) / 1e9);
    }
  }

  /**
   * Puts every key of the key space once.
   *
   * @param members where the members serve clients
   * @return what the clients saw
   * @throws IOException if a member cannot be reached, or stops answering
   */
  public Sample fill(List<InetSocketAddress> members) throws IOException, InterruptedException {
    Workload fill = Workload.fill();
    return all(fill.everyKeyOnce(), Workload.KEYS, fill.clients(), members);
  }

  /**
   * Makes calls as fast as so many clients can, and waits for their end.
   *
   * @param calls what to do
   * @param howMany how many calls
   * @param clients how many of them at a time
   * @param members where the members serve clients
   * @return what the clients saw
   * @throws IOException if a member cannot be reached, or stops answering for a while
   */
  public Sample all(
      Supplier<Call> calls, long howMany, int clients, List<InetSocketAddress> members)
      throws IOException, InterruptedException {
    int lines = Math.min(clients, Workload.MOST_CONNECTIONS);
    try (Connections connections = connect(members, lines, Windows.LARGE)) {
      ClosedLoop made = new ClosedLoop(calls, howMany);
      long opened = onLoop(made::openWindow);
      onLoop(() -> made.start(connections.all(), clients));
      await(made.drained(), "end of " + howMany + " calls", LONGEST_SECONDS);
      return made.sample((System.nanoTime() - opened) / 1e9);
    }
  }

  /**
   * Makes one call.
   *
   * @param member whom to ask
   * @param call what
   * @return the answer's message
   * @throws IOException if there is no answer or it is an error
   */
  public byte[] ask(InetSocketAddress member, Call call) throws IOException, InterruptedException {
    return ask(member, call, PATIENCE_SECONDS);
  }

  /** Makes one call whose answer may take so many seconds. */
  public byte[] ask(InetSocketAddress member, Call call, double patienceSeconds)
      throws IOException, InterruptedException {
    try (Connections connections = connect(List.of(member), 1, Windows.LARGE)) {
      OneCall one = new OneCall();
      loop.execute(() -> connections.all().get(0).call(call, one));
      return await(one.answer(), "an answer from " + member, patienceSeconds);
    }
  }

  /**
   * Makes one call and lets go of its answer as it comes.
   *
   * @return how many bytes it had
   */
  public long download(InetSocketAddress member, Call call, double patienceSeconds)
      throws IOException, InterruptedException {
    try (Connections connections = connect(List.of(member), 1, Windows.LARGE)) {
      Download download = new Download();
      loop.execute(() -> connections.all().get(0).call(call, download));
      return await(download.bytes(), "an answer from " + member, patienceSeconds);
    }
  }

  @Override
  public void close() {
    var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /**
   * Opens connections.
   *
   * @param members where the members serve clients; connections are dealt out to them in turn
   * @param count how many connections
   * @param windows how much the members may send on them
   * @throws IOException if a member cannot be reached
   */
  public Connections connect(List<InetSocketAddress> members, int count, Windows windows)
      throws IOException, InterruptedException {
    List<GrpcConnection> connected = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        connected.add(connect(members.get(i % members.size()), windows));
      }
      return new Connections(this, loop.next(), connected);
    } catch (IOException | InterruptedException e) {
      new Connections(this, loop.next(), connected).close();
      throw e;
    }
  }

  private GrpcConnection connect(InetSocketAddress member, Windows windows)
      throws IOException, InterruptedException {
    GrpcConnection connection =
        new GrpcConnection(member.getHostString() + ":" + member.getPort(), windows);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(connection);
    if (windows.socket() > 0) {
      bootstrap.option(ChannelOption.SO_RCVBUF, windows.socket());
    }
    bootstrap.connect(member).addListener(connected -> connection.connected(connected.cause()));
    return await(connection.ready(), "HTTP/2 settings from " + member);
  }

  <T> T onLoop(Callable<T> task) throws IOException, InterruptedException {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.execute(() -> {
      try {
        done.complete(task.call());
      } catch (Exception e) {
        done.completeExceptionally(e);
      }
    });
    return await(done, "the load's own event loop");
  }

  private static @Nullable String why(ExecutionException failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure.getMessage() : cause.getMessage();
  }

  private static void pause(double seconds) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
  }

  private static <T> T await(CompletableFuture<T> future, String what)
      throws IOException, InterruptedException {
    return await(future, what, PATIENCE_SECONDS);
  }

  static <T> T await(CompletableFuture<T> future, String what, double seconds)
      throws IOException, InterruptedException {
    try {
      return future.get((long) (seconds * 1e3), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("no " + what + ": " + why(e), e);
    } catch (TimeoutException e) {
      throw new IOException("no " + what + " within " + seconds + " s", e);
    }
  }
}
