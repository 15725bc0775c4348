package io.synod.server;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.synod.node.Failure;
import io.synod.node.requests.Reply;
import io.synod.store.EtcdStore;
import io.synod.store.Outcome;
import io.synod.store.request.Commands;
import io.synod.store.wire.PutRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The whole front end on a port of its own, before a fake engine. */
final class FakeCluster {

  final ServerConfig config;
  final Roster roster;
  final FakeEngine engine;
  final EtcdStore store;
  private final FrontEnd frontEnd;
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
    frontEnd = FrontEnd.start(config, roster, engine, store);
    engine.settle();
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", frontEnd.port())
            .usePlaintext()
            .maxInboundMessageSize(16 << 20)
            .build();
  }

  /** Puts what no test wants to send over a window. */
  void put(PutRequest request) throws InterruptedException {
    engine.propose(
        Commands.encode(request),
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
