package io.synod.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestId;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.common.util.ThreadFactories;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.logging.AccessLogWriter;
import io.grpc.MethodDescriptor;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.synod.server.wire.ClusterGrpc;
import io.synod.server.wire.HealthGrpc;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.MaintenanceGrpc;
import io.synod.store.EtcdStore;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/**
 * All services on their ports. A connection belongs to one event loop, and so does all that is
 * asked on it.
 */
final class FrontEnd implements AutoCloseable {

  /** How much longer than the longest request a message may be, as in etcd. */
  private static final int MESSAGE_OVERHEAD = 512 << 10;

  /** Longer messages are not even read to their end. */
  private static final long READ_LIMIT_FACTOR = 4;

  private static final int ANSWERS_PER_FLUSH = 256;

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final Server server;

  private FrontEnd(Server server) {
    this.server = server;
  }

  /**
   * Starts to serve.
   *
   * @throws CompletionException if it cannot listen where it should
   */
  static FrontEnd start(ServerConfig config, Roster roster, Engine engine, EtcdStore store) {
    int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    EventLoopGroup group =
        EventLoopGroups.builder()
            .numThreads(loops)
            .threadFactory(ThreadFactories.newEventLoopThreadFactory("synod-client", true))
            .gracefulShutdown(Duration.ZERO, STOP_LIMIT)
            .build();
    int maxMessageBytes = config.maxRequestBytes() + MESSAGE_OVERHEAD;
    RequestId unused = RequestId.of(0);
    ServerBuilder builder =
        Server.builder()
            .workerGroup(group, true)
            .bossGroupFactory(name -> group)
            .meterRegistry(NoopMeterRegistry.get())
            .requestTimeout(Duration.ZERO)
            .idleTimeout(Duration.ZERO)
            .maxRequestLength(READ_LIMIT_FACTOR * maxMessageBytes)
            .requestIdGenerator(context -> unused)
            .accessLogWriter(AccessLogWriter.disabled(), false)
            .disableServerHeader()
            .disableDateHeader()
            .verboseResponses(false)
            .gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO)
            .childChannelPipelineCustomizer(FrontEnd::flushTogether)
            .errorHandler(errors(maxMessageBytes));
    for (URI url : config.listenClient()) {
      builder.port(new InetSocketAddress(url.getHost(), url.getPort()), SessionProtocol.HTTP);
    }
    services(builder, config, roster, engine, store, maxMessageBytes);
    Server server = builder.build();
    server.start().join();
    Publisher.publish(config, roster, engine, store, group.next());
    return new FrontEnd(server);
  }

  /** Answers come many at a time: those of one connection leave in one write. */
  private static void flushTogether(ChannelPipeline pipeline) {
    pipeline.replace(
        FlushConsolidationHandler.class,
        "flush-together",
        new FlushConsolidationHandler(ANSWERS_PER_FLUSH, true));
  }

  private static void services(
      ServerBuilder builder,
      ServerConfig config,
      Roster roster,
      Engine engine,
      EtcdStore store,
      int maxMessageBytes) {
    Headers headers = new Headers(roster, engine);
    Quota quota = new Quota(store, config.quotaBytes());
    KvService kv = new KvService(engine, store, headers, quota, config.maxRequestBytes());
    MemberServices members = new MemberServices(engine, store, headers, quota, roster);
    List<CallMeter> meters = new ArrayList<>();
    Methods methods = new Methods(builder, meters, engine, maxMessageBytes);
    methods.add(KVGrpc.getRangeMethod(), kv::range);
    methods.add(KVGrpc.getPutMethod(), kv::put);
    methods.add(KVGrpc.getDeleteRangeMethod(), kv::deleteRange);
    methods.add(KVGrpc.getTxnMethod(), kv::txn);
    methods.add(ClusterGrpc.getMemberListMethod(), members::memberList);
    methods.add(MaintenanceGrpc.getStatusMethod(), members::status);
    methods.add(MaintenanceGrpc.getAlarmMethod(), members::alarm);
    methods.add(HealthGrpc.getCheckMethod(), members::health);
    builder.serviceUnder("/", new Unserved());
    new HealthPages(engine, store, quota).addTo(builder);
    new StatusPages(engine, store, roster, new Metrics(engine, store, quota, meters))
        .addTo(builder);
  }

  private record Methods(
      ServerBuilder builder, List<CallMeter> meters, Engine engine, int maxMessageBytes) {

    void add(MethodDescriptor<?, ?> method, UnaryMethod.Handler handler) {
      CallMeter meter =
          new CallMeter(
              Objects.requireNonNull(method.getServiceName()),
              Objects.requireNonNull(method.getBareMethodName()));
      meters.add(meter);
      builder.service(
          "/" + method.getFullMethodName(),
          new UnaryMethod(
              handler, meter, () -> engine.status().leader().isPresent(), maxMessageBytes));
    }
  }

  /** What no service answered for itself: no detail of it reaches the client. */
  private static ServerErrorHandler errors(int maxMessageBytes) {
    return new ServerErrorHandler() {
      @Override
      public HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        boolean tooLong = UnaryMethod.isTooLong(cause);
        if (Unserved.isGrpc(context.request())) {
          return tooLong
              ? UnaryMethod.tooLong("more", maxMessageBytes).response()
              : GrpcStatus.BROKEN.response();
        }
        return HttpResponse.of(
            tooLong ? HttpStatus.REQUEST_ENTITY_TOO_LARGE : HttpStatus.INTERNAL_SERVER_ERROR);
      }
    };
  }

  /** The first port that it listens on. */
  int port() {
    return server.activeLocalPort();
  }

  @Override
  public void close() {
    server.stop().join();
  }
}
