package io.synod.server.watch;

import io.synod.server.front.StreamCall;
import io.synod.store.EtcdStore;
import io.synod.store.follow.Desk;
import io.synod.store.follow.EventLoop;
import io.synod.store.follow.Pieces;
import io.synod.store.wire.ResponseHeader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/** etcd's Watch service. */
public final class WatchService {

  private final EtcdStore store;
  private final LongFunction<ResponseHeader> headers;
  private final BooleanSupplier hasLeader;
  private final long progressMillis;
  private final int maxRequestBytes;
  private final Map<Executor, Desk> desks = new ConcurrentHashMap<>();

  /**
   * Watches of a store.
   *
   * @param headers the header of a response at a revision
   * @param hasLeader whether there is a leader
   * @param progressMillis how long a watch that wants to hear of progress hears nothing, at most
   * @param maxRequestBytes the longest response to whoever wants fragments
   */
  public WatchService(
      EtcdStore store,
      LongFunction<ResponseHeader> headers,
      BooleanSupplier hasLeader,
      long progressMillis,
      int maxRequestBytes) {
    this.store = store;
    this.headers = headers;
    this.hasLeader = hasLeader;
    this.progressMillis = progressMillis;
    this.maxRequestBytes = maxRequestBytes;
  }

  /** A client opens a stream. */
  public StreamCall.Session open(StreamCall call) {
    Desk desk =
        desks.computeIfAbsent(
            call.eventLoop(),
            _ ->
                new Desk(
                    loop(call.eventLoop()),
                    store,
                    headers,
                    hasLeader,
                    progressMillis,
                    Pieces.withFragments(maxRequestBytes)));
    return new WatchStream(desk, call);
  }

  private static EventLoop loop(ScheduledExecutorService executor) {
    return new EventLoop() {
      @Override
      public void execute(Runnable task) {
        executor.execute(task);
      }

      @Override
      public Runnable every(long millis, Runnable task) {
        ScheduledFuture<?> clock =
            executor.scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS);
        return () -> {
          var _ = clock.cancel(false);
        };
      }
    };
  }
}
