package io.synod.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.synod.server.wire.AuthGrpc;
import io.synod.server.wire.ClusterGrpc;
import io.synod.server.wire.ElectionGrpc;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.LeaseGrpc;
import io.synod.server.wire.LockGrpc;
import io.synod.server.wire.MaintenanceGrpc;
import io.synod.server.wire.WatchGrpc;
import io.synod.store.wire.PutRequest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** etcd's API as JSON: bodies, statuses and texts are those that etcd 3.4 answers. */
final class JsonTest {

  private FakeCluster cluster;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    cluster = new FakeCluster(Map.of());
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    cluster.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(cluster.endpoint() + path));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private String header(long revision) {
    return "\"header\":{\"cluster_id\":\"%s\",\"member_id\":\"%s\",\"revision\":\"%d\",\"raft_term\":\"%d\"}"
        .formatted(
            Long.toUnsignedString(cluster.roster.clusterId()),
            Long.toUnsignedString(cluster.roster.self().id().value()),
            revision,
            FakeEngine.ROUND);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v3", "/v3beta"})
  void putsAndRangesLookAsInEtcd(String prefix) throws Exception {
    HttpResponse<String> put =
        post(prefix + "/kv/put", "{\"key\":\"Zm9v\",\"value\":\"YmFyPz8=\"}");
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(put.headers().firstValue("content-type")).contains("application/json");
    assertThat(put.body()).isEqualTo("{" + header(2) + "}");
    assertThat(
            post(prefix + "/kv/range", "{\"key\":\"Zm9v\",\"limit\":\"7\",\"unknown\":1}").body())
        .isEqualTo(
            "{"
                + header(2)
                + ",\"kvs\":[{\"key\":\"Zm9v\",\"create_revision\":\"2\",\"mod_revision\":\"2\","
                + "\"version\":\"1\",\"value\":\"YmFyPz8=\"}],\"count\":\"1\"}");
  }

  @Test
  void transactionsTakeNamesOfEnumsAndNumbersOfEitherKind() throws Exception {
    post("/v3/kv/put", "{\"key\":\"Zm9v\",\"value\":\"YmFy\"}");
    String txn =
        """
        {"compare":[{"target":"VERSION","result":0,"key":"Zm9v","version":1}],
         "success":[{"requestRange":{"key":"Zm9v","count_only":true}}]}
        """;
    assertThat(post("/v3/kv/txn", txn).body())
        .isEqualTo(
            "{"
                + header(2)
                + ",\"succeeded\":true,\"responses\":[{\"response_range\":{\"header\":"
                + "{\"revision\":\"2\"},\"count\":\"1\"}}]}");
  }

  @Test
  void whatIsRefusedHasEtcdsBodyAndStatus() throws Exception {
    HttpResponse<String> future = post("/v3/kv/range", "{\"key\":\"Zm9v\",\"revision\":\"100\"}");
    assertThat(future.statusCode()).isEqualTo(400);
    assertThat(future.body())
        .isEqualTo(
            "{\"error\":\"etcdserver: mvcc: required revision is a future revision\","
                + "\"message\":\"etcdserver: mvcc: required revision is a future revision\","
                + "\"code\":11}");
    HttpResponse<String> nothing = post("/v3/kv/range", "");
    assertThat(nothing.statusCode()).isEqualTo(400);
    assertThat(nothing.body()).contains("\"error\":\"etcdserver: key is not provided\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{bad", "{\"key\":\"%%\"}", "{\"key\":7}", "[]", "{\"key\":\"Zm9v\""})
  void whatIsNoMessageIsABadRequest(String body) throws Exception {
    HttpResponse<String> refused = post("/v3/kv/range", body);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).startsWith("{\"error\":\"").endsWith(",\"code\":3}");
  }

  @Test
  void onlyPostCallsAMethod() throws Exception {
    HttpResponse<String> got =
        client.send(request("/v3/kv/range").GET().build(), BodyHandlers.ofString());
    assertThat(got.statusCode()).isEqualTo(405);
    assertThat(got.body()).isEqualTo("Method Not Allowed\n");
    assertThat(post("/v3/nothing", "{}").statusCode()).isEqualTo(404);
  }

  /** All but RangeStream, which etcd does not serve as JSON either. */
  @Test
  void everyCallOfEtcdsApiHasItsPath() {
    List<ServiceDescriptor> services =
        List.of(
            KVGrpc.getServiceDescriptor(),
            WatchGrpc.getServiceDescriptor(),
            LeaseGrpc.getServiceDescriptor(),
            ClusterGrpc.getServiceDescriptor(),
            MaintenanceGrpc.getServiceDescriptor(),
            AuthGrpc.getServiceDescriptor(),
            LockGrpc.getServiceDescriptor(),
            ElectionGrpc.getServiceDescriptor());
    for (ServiceDescriptor service : services) {
      for (MethodDescriptor<?, ?> method : service.getMethods()) {
        String name = method.getFullMethodName();
        assertThat(JsonPaths.of(name).isEmpty())
            .as(name)
            .isEqualTo(name.equals("etcdserverpb.KV/RangeStream"));
      }
    }
  }

  @Test
  void whatIsNotThereYetSaysSoAndTheRestAnswersAsIfNobodyHadAskedForIt() throws Exception {
    assertThat(post("/v3/auth/user/list", "{}").body()).isEqualTo("{" + header(1) + "}");
    HttpResponse<String> enable = post("/v3/auth/enable", "{}");
    assertThat(enable.statusCode()).isEqualTo(412);
    assertThat(enable.body()).contains("\"error\":\"etcdserver: root user does not exist\"");
    HttpResponse<String> add = post("/v3/auth/user/add", "{\"name\":\"a\"}");
    assertThat(add.statusCode()).isEqualTo(501);
    assertThat(add.body()).contains("Synod has no users and roles yet").endsWith(",\"code\":12}");
    assertThat(post("/v3/maintenance/snapshot", "{}").statusCode()).isEqualTo(501);
    assertThat(post("/v3/maintenance/defragment", "{}").body()).isEqualTo("{}");
    assertThat(post("/v3/kv/rangestream", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void aRequestMayBeAsLongAsOverGrpc() throws Exception {
    String whole = base64("x".repeat(1_500_000));
    assertThat(post("/v3/kv/put", "{\"key\":\"Zm9v\",\"value\":\"" + whole + "\"}").statusCode())
        .isEqualTo(200);
    String got = post("/v3/kv/range", "{\"key\":\"Zm9v\"}").body();
    assertThat(got).contains("\"value\":\"" + whole + "\"");
    String tooLong = base64("x".repeat(1_600_000));
    HttpResponse<String> refused =
        post("/v3/kv/put", "{\"key\":\"Zm9v\",\"value\":\"" + tooLong + "\"}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"error\":\"etcdserver: request is too large\"");
  }

  private HttpResponse<String> postValue(String path, String before, int bytes, String after)
      throws Exception {
    return post(path, before + base64("x".repeat(bytes)) + after);
  }

  private static void assertTooLong(HttpResponse<String> refused, long size) {
    String text = "grpc: received message larger than max (%d vs. 2097152)".formatted(size);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body())
        .isEqualTo("{\"error\":\"%s\",\"message\":\"%s\",\"code\":8}".formatted(text, text));
  }

  /** The sizes are those that etcd names: of the message, not of its text. */
  @ParameterizedTest
  @ValueSource(ints = {2_097_152, 3_000_000, 4_000_000, 20_000_000})
  void howLongAMessageIsThatIsFarTooLongIsSaidAsOverGrpc(int value) throws Exception {
    String before = "{\"key\":\"YQ==\",\"value\":\"";
    assertTooLong(postValue("/v3/kv/put", before, value, "\"}"), value + 8);
    HttpRequest inPieces =
        request("/v3/kv/put")
            .POST(
                BodyPublishers.concat(
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(before.getBytes(UTF_8))),
                    BodyPublishers.ofString(base64("x".repeat(value)) + "\"}")))
            .build();
    assertTooLong(client.send(inPieces, BodyHandlers.ofString()), value + 8);
    assertThat(post("/v3/kv/range", "{\"key\":\"YQ==\"}").body()).contains(header(1));
  }

  @Test
  void aStreamsMessageThatIsFarTooLongEndsIt() throws Exception {
    for (int bytes : List.of(2_250_000, 6_000_000)) {
      HttpResponse<String> refused =
          postValue("/v3/watch", "{\"create_request\":{\"key\":\"", bytes, "\"}}");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body())
          .isEqualTo(
              "{\"error\":{\"grpc_code\":8,\"http_code\":429,\"message\":\"grpc: received message"
                  + " larger than max (%d vs. 2097152)\",\"http_status\":\"Too Many Requests\"}}",
              bytes + 10);
    }
  }

  @Test
  void aLongTextThatIsNoLongMessageIsRefused() throws Exception {
    String before = "{\"key\":\"YQ==\",\"value\":\"";
    HttpResponse<String> noBase64 = postValue("/v3/kv/put", before, 6_000_000, "!\"}");
    assertThat(noBase64.statusCode()).isEqualTo(400);
    assertThat(noBase64.body()).startsWith("{\"error\":\"").endsWith(",\"code\":3}");
    assertThat(postValue("/v3/kv/put", before, 6_000_000, "").statusCode()).isEqualTo(400);
    HttpResponse<String> unknown =
        postValue("/v3/kv/put", "{\"key\":\"YQ==\",\"nothing\":\"", 6_000_000, "\"}");
    assertThat(unknown.statusCode()).isEqualTo(413);
    assertThat(unknown.body()).contains("at most 4194304 bytes");
    assertThat(postValue("/v3/nothing", before, 6_000_000, "\"}").statusCode()).isEqualTo(413);
  }

  @Test
  void aWatchIsALineForEachResponse() throws Exception {
    post("/v3/kv/put", "{\"key\":\"Zm9v\",\"value\":\"YmFy\"}");
    HttpResponse<Stream<String>> watch =
        client.send(
            request("/v3/watch")
                .POST(
                    BodyPublishers.ofString(
                        "{\"create_request\":{\"key\":\"Zm9v\",\"start_revision\":\"2\"}}"))
                .build(),
            BodyHandlers.ofLines());
    try (Stream<String> lines = watch.body()) {
      Iterator<String> line = lines.iterator();
      assertThat(line.next()).isEqualTo("{\"result\":{" + header(2) + ",\"created\":true}}");
      String event =
          "{\"kv\":{\"key\":\"Zm9v\",\"create_revision\":\"2\",\"mod_revision\":\"%d\",\"version\":\"%d\",\"value\":\"%s\"}}";
      assertThat(line.next())
          .isEqualTo(
              "{\"result\":{"
                  + header(2)
                  + ",\"events\":["
                  + event.formatted(2, 1, "YmFy")
                  + "]}}");
      cluster.put(
          PutRequest.newBuilder()
              .setKey(ByteString.copyFromUtf8("foo"))
              .setValue(ByteString.copyFromUtf8("x"))
              .build());
      assertThat(line.next())
          .isEqualTo(
              "{\"result\":{"
                  + header(3)
                  + ",\"events\":["
                  + event.formatted(3, 2, "eA==")
                  + "]}}");
    }
  }
}
