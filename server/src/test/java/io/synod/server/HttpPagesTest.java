package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.synod.node.Failure;
import io.synod.server.wire.KVGrpc;
import io.synod.store.wire.RangeRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpPagesTest {

  private FakeCluster cluster;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    cluster = new FakeCluster(Map.of());
    client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    cluster.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.endpoint() + path)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private void assertPage(String path, int status, String body) throws Exception {
    HttpResponse<String> page = get(path);
    assertThat(page.body()).isEqualTo(body);
    assertThat(page.statusCode()).isEqualTo(status);
  }

  @Test
  void aHealthyMemberSaysSoInEtcdsWords() throws Exception {
    assertPage("/health", 200, "{\"health\":\"true\",\"reason\":\"\"}");
    assertPage("/livez", 200, "ok\n");
    assertPage("/readyz", 200, "ok\n");
    assertPage("/livez?verbose", 200, "[+]serializable_read ok\nok\n");
    assertPage(
        "/readyz?verbose=1&exclude=non_learner",
        200,
        "[+]data_corruption ok\n[+]serializable_read ok\n[+]linearizable_read ok\nok\n");
    assertPage("/readyz/linearizable_read", 200, "ok\n");
  }

  @Test
  void aMemberWithoutQuorumIsAliveButNeitherHealthyNorReady() throws Exception {
    cluster.engine.failWith(Failure.TIMED_OUT);
    assertPage(
        "/health",
        503,
        "{\"health\":\"false\",\"reason\":\"RANGE ERROR:etcdserver: request timed out\"}");
    assertPage("/health?serializable=true", 200, "{\"health\":\"true\",\"reason\":\"\"}");
    assertPage("/livez", 200, "ok\n");
    assertPage(
        "/readyz/linearizable_read",
        503,
        "[-]linearizable_read failed: etcdserver: request timed out\n");
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertPage("/readyz?exclude=linearizable_read", 200, "ok\n");
  }

  @Test
  void aMemberWithoutLeaderIsUnhealthyAtOnce() throws Exception {
    cluster.engine.loseLeader();
    assertPage("/health", 503, "{\"health\":\"false\",\"reason\":\"RAFT NO LEADER\"}");
  }

  @Test
  void theVersionIsTheApisAndSynodsOwn() throws Exception {
    assertThat(get("/version").body())
        .startsWith("{\"etcdserver\":\"3.5.0\",\"etcdcluster\":\"3.5.0\",\"synod\":\"");
  }

  @Test
  void theStatusPageSaysHowTheMemberStands() throws Exception {
    assertThat(get("/synod/status").body())
        .contains("\"name\":\"default\"")
        .contains("\"id\":\"8e9e05c52164694d\"")
        .contains("\"role\":\"leader\"")
        .contains("\"leaderName\":\"default\"")
        .contains("\"ballot\":\"7.8e9e05c52164694d\"")
        .contains("\"chosen\":1")
        .contains("\"revision\":1")
        .contains("\"logHash\":\"63\"");
  }

  @Test
  void metricsCountCallsByTheirEnd() throws Exception {
    KVGrpc.newBlockingStub(cluster.channel())
        .range(RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("k")).build());
    assertThat(get("/metrics").body())
        .contains("etcd_server_has_leader 1.0\n")
        .contains("etcd_server_is_leader 1.0\n")
        .contains("etcd_server_proposals_committed_total 1.0\n")
        .contains(
            "grpc_server_handled_total{grpc_code=\"OK\",grpc_method=\"Range\",grpc_service=\"etcdserverpb.KV\",grpc_type=\"unary\"}"
                + " 1.0\n")
        .contains("jvm_memory_used_bytes")
        .contains("process_cpu_usage");
  }

  @Test
  void whatIsNotThereIsNotFoundAndNothingElse() throws Exception {
    assertPage("/nowhere", 404, "404 page not found\n");
    HttpRequest wrongType =
        HttpRequest.newBuilder(URI.create(cluster.endpoint() + "/etcdserverpb.KV/Put"))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    assertThat(client.send(wrongType, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
  }

  @Test
  void pagesAreServedOverHttp2WithPriorKnowledgeToo() throws Exception {
    HttpClient h2 = HttpClient.newBuilder().version(Version.HTTP_2).build();
    try (h2) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(cluster.endpoint() + "/version")).build();
      assertThat(h2.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }
}
