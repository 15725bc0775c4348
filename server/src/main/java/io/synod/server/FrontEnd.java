package io.synod.server;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.netty.channel.EventLoop;
import io.synod.server.front.CallMeter;
import io.synod.server.front.GrpcMethod;
import io.synod.server.front.JsonMethod;
import io.synod.server.front.Listener;
import io.synod.server.front.Routes;
import io.synod.server.lease.Renewals;
import io.synod.server.watch.WatchService;
import io.synod.server.wire.ClusterGrpc;
import io.synod.server.wire.HealthGrpc;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.LeaseGrpc;
import io.synod.server.wire.MaintenanceGrpc;
import io.synod.server.wire.RegistersGrpc;
import io.synod.server.wire.WatchGrpc;
import io.synod.store.EtcdStore;
import io.synod.store.LeaseTicker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** All services on their ports. */
final class FrontEnd implements AutoCloseable {

  /** How much longer than the longest request a message may be, as in etcd. */
  private static final int MESSAGE_OVERHEAD = 512 << 10;

  /** As etcd: ten minutes. */
  private static final long PROGRESS_SECONDS = 600;

  private final Listener listener;

  private FrontEnd(Listener listener) {
    this.listener = listener;
  }

  /**
   * Starts to serve.
   *
   * @param clock milliseconds since some moment; never goes back
   * @throws IOException if it cannot listen where it should
   */
  static FrontEnd start(
      ServerConfig config, Roster roster, Engine engine, EtcdStore store, LongSupplier clock)
      throws IOException {
    List<InetSocketAddress> addresses =
        config.listenClient().stream()
            .map(url -> new InetSocketAddress(url.getHost(), url.getPort()))
            .toList();
    Listener listener = new Listener(addresses, routes(config, roster, engine, store));
    EventLoop loop = listener.eventLoop();
    AutoCompaction.start(config.retention(), engine, store, loop);
    Publisher.publish(config, roster, engine, store, loop);
    new LeaseTicker(
            store,
            engine::status,
            (command, reply) -> engine.propose(command, loop, reply),
            clock,
            (millis, task) -> later(loop, millis, task))
        .start();
    return new FrontEnd(listener);
  }

  private static void later(EventLoop loop, long millis, Runnable task) {
    if (!loop.isShuttingDown()) {
      var _ = loop.schedule(task, millis, TimeUnit.MILLISECONDS);
    }
  }

  private static Routes routes(ServerConfig config, Roster roster, Engine engine, EtcdStore store) {
    Quota quota = new Quota(store, config.quotaBytes());
    Backend backend = new Backend(engine, store, roster, quota);
    KvService kv = new KvService(backend, config.maxRequestBytes());
    MemberServices members = new MemberServices(backend);
    Routes routes = new Routes();
    List<CallMeter> meters = new ArrayList<>();
    Methods methods =
        new Methods(routes, meters, engine, config.maxRequestBytes() + MESSAGE_OVERHEAD);
    methods.add(KVGrpc.getRangeMethod(), kv::range);
    methods.add(KVGrpc.getPutMethod(), kv::put);
    methods.add(KVGrpc.getDeleteRangeMethod(), kv::deleteRange);
    methods.add(KVGrpc.getTxnMethod(), kv::txn);
    methods.add(KVGrpc.getCompactMethod(), kv::compact);
    WatchService watches =
        new WatchService(
            store,
            backend::header,
            () -> engine.status().leader().isPresent(),
            PROGRESS_SECONDS,
            config.maxRequestBytes());
    methods.addStreaming(WatchGrpc.getWatchMethod(), watches::open);
    LeaseService leases = new LeaseService(backend, config);
    methods.add(LeaseGrpc.getLeaseGrantMethod(), leases::grant);
    methods.add(LeaseGrpc.getLeaseRevokeMethod(), leases::revoke);
    methods.add(LeaseGrpc.getLeaseTimeToLiveMethod(), leases::timeToLive);
    methods.add(LeaseGrpc.getLeaseLeasesMethod(), leases::list);
    Renewals renewals = new Renewals(engine::propose, Pending::status, backend::header);
    methods.addStreaming(LeaseGrpc.getLeaseKeepAliveMethod(), renewals::open);
    methods.add(ClusterGrpc.getMemberListMethod(), members::memberList);
    methods.add(MaintenanceGrpc.getStatusMethod(), members::status);
    methods.add(MaintenanceGrpc.getAlarmMethod(), members::alarm);
    StoreCare care = new StoreCare(backend);
    methods.add(MaintenanceGrpc.getDefragmentMethod(), care::defragment);
    methods.add(MaintenanceGrpc.getHashMethod(), care::hash);
    methods.add(MaintenanceGrpc.getHashKVMethod(), care::hashKv);
    methods.add(HealthGrpc.getCheckMethod(), members::health);
    RegisterService registers = new RegisterService(engine.registers(), roster);
    methods.add(RegistersGrpc.getProposeMethod(), registers::propose);
    methods.add(RegistersGrpc.getReadMethod(), registers::read);
    methods.add(RegistersGrpc.getListMethod(), registers::list);
    methods.add(RegistersGrpc.getExplainMethod(), registers::explain);
    new RegisterPages(engine.registers()).addTo(routes);
    new HealthPages(engine, store, quota).addTo(routes);
    new StatusPages(engine, store, roster, new Metrics(engine, store, quota, meters)).addTo(routes);
    return routes;
  }

  private record Methods(
      Routes routes, List<CallMeter> meters, Engine engine, int maxMessageBytes) {

    void add(MethodDescriptor<?, ?> method, GrpcMethod.Unary handler) {
      addHandler(method, handler);
    }

    void addStreaming(MethodDescriptor<?, ?> method, GrpcMethod.Streaming handler) {
      addHandler(method, handler);
    }

    private void addHandler(MethodDescriptor<?, ?> method, GrpcMethod.Handler handler) {
      CallMeter meter =
          new CallMeter(
              Objects.requireNonNull(method.getServiceName()),
              Objects.requireNonNull(method.getBareMethodName()));
      meters.add(meter);
      GrpcMethod served =
          new GrpcMethod(
              handler, meter, () -> engine.status().leader().isPresent(), maxMessageBytes);
      routes.method(method.getFullMethodName(), served);
      JsonMethod json =
          new JsonMethod(
              served, empty(method.getRequestMarshaller()), empty(method.getResponseMarshaller()));
      JsonPaths.of(method.getFullMethodName()).forEach(path -> routes.json(path, json));
    }

    private static Message empty(MethodDescriptor.Marshaller<?> marshaller) {
      if (marshaller instanceof MethodDescriptor.PrototypeMarshaller<?> typed
          && typed.getMessagePrototype() instanceof Message message) {
        return message;
      }
      throw new IllegalStateException("A method's messages are not protobuf's.");
    }
  }

  /** The first port that it listens on. */
  int port() {
    return listener.port();
  }

  @Override
  public void close() {
    listener.close();
  }
}
