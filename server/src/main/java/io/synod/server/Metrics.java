package io.synod.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.synod.node.member.MemberStatus;
import io.synod.server.front.CallMeter;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.store.EtcdStore;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What Prometheus is told, under the names that etcd's users know where etcd has the thing. All of
 * it is read when it is asked for; nothing but counting calls is in the way of requests.
 */
final class Metrics {

  private final Engine engine;
  private final EtcdStore store;
  private final Quota quota;
  private final List<CallMeter> calls;
  private @Nullable PrometheusMeterRegistry registry;

  Metrics(Engine engine, EtcdStore store, Quota quota, List<CallMeter> calls) {
    this.engine = engine;
    this.store = store;
    this.quota = quota;
    this.calls = calls;
  }

  /**
   * The page. What it takes to make it is made for the first one: until then it would only cost
   * time to start.
   */
  synchronized String scrape() {
    PrometheusMeterRegistry existing = registry;
    if (existing == null) {
      existing = newRegistry();
      registry = existing;
    }
    return existing.scrape();
  }

  private PrometheusMeterRegistry newRegistry() {
    PrometheusMeterRegistry made = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    member(made);
    calls.forEach(call -> call(made, call));
    process(made);
    return made;
  }

  private void member(PrometheusMeterRegistry to) {
    gauge(
        to,
        "etcd.server.has.leader",
        "Whether a leader is known",
        s -> flag(s.leader().isPresent()));
    gauge(
        to,
        "etcd.server.is.leader",
        "Whether this member leads",
        s -> flag(s.leader().filter(s.id()::equals).isPresent()));
    FunctionCounter.builder("etcd.server.proposals.committed", engine, e -> e.status().chosen())
        .description("Slots chosen")
        .register(to);
    FunctionCounter.builder("etcd.server.proposals.applied", engine, e -> e.status().applied())
        .description("Slots applied")
        .register(to);
    gauge(to, "synod.ballot.round", "The newest ballot's round", s -> s.ballot().round());
    gauge(to, "synod.durable.slot", "Slots durable in the store", MemberStatus::durable);
    gauge(to, "synod.journal.size.bytes", "Size of the journal", MemberStatus::journalBytes);
    gauge(to, "synod.no.space", "Whether the disk is full", s -> flag(s.noSpace()));
    Gauge.builder("etcd.mvcc.db.total.size.in.bytes", store, EtcdStore::sizeBytes)
        .description("Size of the store")
        .register(to);
    Gauge.builder("etcd.mvcc.db.total.size.in.use.in.bytes", store, EtcdStore::sizeInUse)
        .description("Size of what still counts in the store")
        .register(to);
    Gauge.builder("etcd.server.quota.backend.bytes", quota, Quota::limit)
        .description("The size from which on nothing more is put")
        .register(to);
    Gauge.builder("etcd.debugging.mvcc.current.revision", store, EtcdStore::revision)
        .description("The store's revision")
        .register(to);
  }

  private void gauge(
      PrometheusMeterRegistry to, String name, String what, ToDoubleFunction<MemberStatus> value) {
    Gauge.builder(name, engine, e -> value.applyAsDouble(e.status()))
        .description(what)
        .register(to);
  }

  private static double flag(boolean value) {
    return value ? 1 : 0;
  }

  private static void call(PrometheusMeterRegistry to, CallMeter call) {
    for (Code code : Code.values()) {
      FunctionCounter.builder("grpc.server.handled", call.of(code), LongAdder::sum)
          .description("Calls by how they ended")
          .tag("grpc_type", "unary")
          .tag("grpc_service", call.service())
          .tag("grpc_method", call.method())
          .tag("grpc_code", label(code))
          .register(to);
    }
  }

  /** gRPC's names for its codes: InvalidArgument rather than INVALID_ARGUMENT. */
  private static String label(Code code) {
    if (code == Code.OK) {
      return "OK";
    }
    StringBuilder label = new StringBuilder();
    for (String word : code.name().split("_", -1)) {
      label.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return label.toString();
  }

  private static void process(PrometheusMeterRegistry to) {
    new JvmMemoryMetrics().bindTo(to);
    new JvmThreadMetrics().bindTo(to);
    new ProcessorMetrics().bindTo(to);
    new UptimeMetrics().bindTo(to);
    new FileDescriptorMetrics().bindTo(to);
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      FunctionCounter.builder(
              "jvm.gc.collection.seconds", collector, c -> c.getCollectionTime() / 1_000.0)
          .description("Time spent in the garbage collector")
          .tag("gc", collector.getName())
          .register(to);
    }
  }
}
