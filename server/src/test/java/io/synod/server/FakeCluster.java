package io.synod.server;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.synod.core.Bytes;
import io.synod.node.Failure;
import io.synod.node.requests.Reply;
import io.synod.store.EtcdStore;
import io.synod.store.Outcome;
import io.synod.store.lease.LeaseTime;
import io.synod.store.request.Commands;
import io.synod.store.wire.LeaseTick;
import io.synod.store.wire.PutRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The whole front end on a port of its own, before a fake engine. */
final class FakeCluster {

  final ServerConfig config;
  final Roster roster;
  final FakeEngine engine;
  final EtcdStore store;

  /** Stands still unless a test moves it: nothing ends by itself. */
  final AtomicLong clock = new AtomicLong();

  private final FrontEnd frontEnd;
  private long ticks;
  private final ManagedChannel channel;

  FakeCluster(Map<String, String> flags) throws ConfigException, IOException, InterruptedException {
    this(flags, EtcdStore.inMemory());
  }

  FakeCluster(Map<String, String> flags, EtcdStore store)
      throws ConfigException, IOException, InterruptedException {
    this.store = store;
    Map<String, String> all = new HashMap<>(flags);
    all.put("listen-client-urls", "http://127.0.0.1:0");
    config = ServerConfig.of(all);
    roster = Roster.of(config);
    engine = new FakeEngine(store, roster.self().id());
    frontEnd = FrontEnd.start(config, roster, engine, store, clock::get);
    engine.settle();
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", frontEnd.port())
            .usePlaintext()
            .maxInboundMessageSize(16 << 20)
            .build();
  }

  /** Puts what no test wants to send over a window. */
  void put(PutRequest request) throws InterruptedException {
    apply(Commands.encode(request));
  }

  /** Lets the time of leases pass, under a newer ballot than the member's own ticks have. */
  void pass(long millis) throws InterruptedException {
    for (long left = millis; left > 0; left -= LeaseTime.MOST_PER_TICK) {
      ticks++;
      apply(
          Commands.encode(
              LeaseTick.newBuilder()
                  .setRound(FakeEngine.ROUND + 1)
                  .setNumber(ticks)
                  .setElapsedMillis(Math.min(left, LeaseTime.MOST_PER_TICK))
                  .build()));
    }
  }

  private void apply(Bytes command) throws InterruptedException {
    engine.propose(
        command,
        Runnable::run,
        new Reply<>() {
          @Override
          public void done(Outcome outcome) {
            // The engine has settled then.
          }

          @Override
          public void failed(Failure failure) {
            throw new AssertionError(failure);
          }
        });
    engine.settle();
  }

  ManagedChannel channel() {
    return channel;
  }

  String endpoint() {
    return "http://127.0.0.1:" + frontEnd.port();
  }

  void close() throws InterruptedException {
    channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    frontEnd.close();
    engine.close();
  }
}
