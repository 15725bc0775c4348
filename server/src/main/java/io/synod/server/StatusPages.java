package io.synod.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServerBuilder;
import io.synod.core.MemberId;
import io.synod.node.MemberStatus;
import io.synod.store.EtcdStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Pages about this member: its version, how it stands, its metrics. */
final class StatusPages {

  private final Engine engine;
  private final EtcdStore store;
  private final Roster roster;
  private final Metrics metrics;

  StatusPages(Engine engine, EtcdStore store, Roster roster, Metrics metrics) {
    this.engine = engine;
    this.store = store;
    this.roster = roster;
    this.metrics = metrics;
  }

  void addTo(ServerBuilder server) {
    server.route().get("/version").build((context, request) -> HttpResponse.ofJson(version()));
    server.route().get("/synod/status").build((context, request) -> HttpResponse.ofJson(status()));
    MediaType text = MediaType.parse("text/plain; version=0.0.4; charset=utf-8");
    server
        .route()
        .get("/metrics")
        .build((context, request) -> HttpResponse.of(text, metrics.scrape()));
  }

  private static Map<String, String> version() {
    Map<String, String> version = new LinkedHashMap<>();
    version.put("etcdserver", MemberServices.ETCD_VERSION);
    version.put("etcdcluster", MemberServices.ETCD_VERSION);
    version.put("synod", synodVersion());
    return version;
  }

  private static String synodVersion() {
    String version = StatusPages.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "development");
  }

  /** Ids, ballots and hashes are text, as 64-bit numbers are not safe in JSON. */
  private Map<String, Object> status() {
    MemberStatus status = engine.status();
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("name", roster.self().name());
    page.put("id", status.id().toString());
    page.put("cluster", Long.toHexString(roster.clusterId()));
    page.put("role", role(status));
    page.put("leader", status.leader().map(MemberId::toString).orElse(""));
    page.put("leaderName", status.leader().flatMap(roster::nameOf).orElse(""));
    page.put("ballot", status.ballot().toString());
    page.put("chosen", status.chosen());
    page.put("applied", status.applied());
    page.put("durable", status.durable());
    page.put("journalBytes", status.journalBytes());
    page.put("dbBytes", store.sizeBytes());
    page.put("revision", store.revision());
    page.put("logHash", Long.toHexString(status.logHash()));
    page.put("noSpace", status.noSpace());
    return page;
  }

  private static String role(MemberStatus status) {
    if (status.leader().isEmpty()) {
      return "no leader";
    }
    return status.leader().get().equals(status.id()) ? "leader" : "follower";
  }
}
