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
import org.jspecify.annotations.Nullable;

/** Drives members with a workload from one thread. Not for use by several threads at once. */
public final class LoadGenerator implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

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
    List<GrpcConnection> connections = connect(members, workload.connections());
    try {
      ClosedLoop clients = new ClosedLoop(workload.calls(), Long.MAX_VALUE);
      onLoop(() -> clients.start(connections, workload.clients()));
      pause(settleSeconds);
      window.opens();
      long opened = onLoop(clients::openWindow);
      pause(seconds);
      long closed = onLoop(clients::closeWindow);
      window.closes();
      await(clients.drained(), "answers to the last requests");
      return clients.sample((closed - opened) / 1e9);
    } finally {
      close(connections);
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
    List<GrpcConnection> connections = connect(members, fill.connections());
    try {
      ClosedLoop clients = new ClosedLoop(fill.everyKeyOnce(), Workload.KEYS);
      long opened = onLoop(clients::openWindow);
      onLoop(() -> clients.start(connections, fill.clients()));
      await(clients.drained(), "answers while filling the key space");
      return clients.sample((System.nanoTime() - opened) / 1e9);
    } finally {
      close(connections);
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
    List<GrpcConnection> connections = connect(List.of(member), 1);
    try {
      OneCall one = new OneCall();
      loop.execute(() -> connections.get(0).call(call, one));
      return await(one.answer(), "an answer from " + member);
    } finally {
      close(connections);
    }
  }

  @Override
  public void close() {
    var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private List<GrpcConnection> connect(List<InetSocketAddress> members, int count)
      throws IOException, InterruptedException {
    List<GrpcConnection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        InetSocketAddress member = members.get(i % members.size());
        GrpcConnection connection =
            new GrpcConnection(member.getHostString() + ":" + member.getPort());
        connections.add(connection);
        new Bootstrap()
            .group(loop)
            .channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(connection)
            .connect(member)
            .addListener(connected -> connection.connected(connected.cause()));
        await(connection.ready(), "HTTP/2 settings from " + member);
      }
      return connections;
    } catch (IOException | InterruptedException e) {
      close(connections);
      throw e;
    }
  }

  private void close(List<GrpcConnection> connections) throws IOException, InterruptedException {
    onLoop(() -> {
      connections.forEach(GrpcConnection::close);
      return true;
    });
  }

  private <T> T onLoop(Callable<T> task) throws IOException, InterruptedException {
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
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("no " + what + ": " + why(e), e);
    } catch (TimeoutException e) {
      throw new IOException("no " + what + " within " + PATIENCE_SECONDS + " s", e);
    }
  }
}
