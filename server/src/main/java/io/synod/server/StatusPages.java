package io.synod.server;

import com.fasterxml.jackson.core.JsonGenerator;
import io.synod.core.MemberId;
import io.synod.node.member.MemberStatus;
import io.synod.server.front.JsonObject;
import io.synod.server.front.PageAnswer;
import io.synod.server.front.Routes;
import io.synod.store.EtcdStore;
import java.io.IOException;
import java.util.Objects;

/** Pages about this member: its version, how it stands, its metrics. */
final class StatusPages {

  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

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

  void addTo(Routes routes) {
    routes.page("/version", _ -> json(StatusPages::version).now());
    routes.page("/synod/status", _ -> json(this::status).now());
    routes.page("/metrics", _ -> new PageAnswer(200, METRICS, metrics.scrape()).now());
  }

  private static PageAnswer json(JsonObject.Fields fields) {
    return PageAnswer.json(200, JsonObject.of(fields));
  }

  private static void version(JsonGenerator to) throws IOException {
    to.writeStringField("etcdserver", MaintenanceService.ETCD_VERSION);
    to.writeStringField("etcdcluster", MaintenanceService.ETCD_VERSION);
    to.writeStringField("synod", synodVersion());
  }

  private static String synodVersion() {
    String version = StatusPages.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "development");
  }

  /** Ids, ballots and hashes are text, as 64-bit numbers are not safe in JSON. */
  private void status(JsonGenerator to) throws IOException {
    MemberStatus status = engine.status();
    to.writeStringField("name", roster.self().name());
    to.writeStringField("id", status.id().toString());
    to.writeStringField("cluster", Long.toHexString(roster.clusterId()));
    to.writeStringField("role", role(status));
    to.writeStringField("leader", status.leader().map(MemberId::toString).orElse(""));
    to.writeStringField("leaderName", status.leader().flatMap(roster::nameOf).orElse(""));
    to.writeStringField("ballot", status.ballot().toString());
    to.writeNumberField("chosen", status.chosen());
    to.writeNumberField("applied", status.applied());
    to.writeNumberField("durable", status.durable());
    to.writeNumberField("journalBytes", status.journalBytes());
    to.writeNumberField("dbBytes", store.sizeBytes());
    to.writeNumberField("revision", store.revision());
    to.writeStringField("logHash", Long.toHexString(status.logHash()));
    to.writeBooleanField("noSpace", status.noSpace());
  }

  private static String role(MemberStatus status) {
    if (status.leader().isEmpty()) {
      return "no leader";
    }
    return status.leader().get().equals(status.id()) ? "leader" : "follower";
  }
}
