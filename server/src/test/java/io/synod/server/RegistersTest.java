package io.synod.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.synod.server.wire.ExplainRequest;
import io.synod.server.wire.ExplainResponse;
import io.synod.server.wire.ListRequest;
import io.synod.server.wire.ListResponse;
import io.synod.server.wire.ProposeRequest;
import io.synod.server.wire.ProposeResponse;
import io.synod.server.wire.ReadRequest;
import io.synod.server.wire.RegistersGrpc;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistersTest {

  private @TempDir Path directory;

  private static ProposeRequest proposal(String name, ByteString value) {
    return ProposeRequest.newBuilder().setName(name).setValue(value).build();
  }

  private static ReadRequest reading(String name) {
    return ReadRequest.newBuilder().setName(name).build();
  }

  @Test
  void overGrpcAnyMemberWritesAndReads() throws Exception {
    ByteString large = ByteString.copyFrom(new byte[1 << 20]);
    try (LocalCluster cluster = LocalCluster.start(directory, 3)) {
      RegistersGrpc.RegistersBlockingStub one =
          RegistersGrpc.newBlockingStub(cluster.channel(0)).withWaitForReady();
      RegistersGrpc.RegistersBlockingStub two =
          RegistersGrpc.newBlockingStub(cluster.channel(1)).withWaitForReady();
      assertThat(two.read(reading("a")).getChosen()).isFalse();
      assertThat(one.propose(proposal("a", large)).getOwn()).isTrue();
      ProposeResponse second = two.propose(proposal("a", ByteString.copyFromUtf8("Y")));
      assertThat(second.getOwn()).isFalse();
      assertThat(second.getValue()).isEqualTo(large);
      one.propose(proposal("b", ByteString.copyFromUtf8("B")));
      assertThat(one.list(ListRequest.newBuilder().setLimit(1).build()).getMore()).isTrue();
      assertThat(one.list(ListRequest.newBuilder().setAfter("a").build()).getRegistersList())
          .extracting(ListResponse.Register::getName)
          .containsExactly("b");
      cluster.stop(2);
      ExplainResponse explained = one.explain(ExplainRequest.newBuilder().setName("b").build());
      assertThat(explained.getMembersList()).hasSize(3);
      assertThat(explained.getMembersList()).filteredOn(member -> member.hasState()).hasSize(2);
    }
  }

  @Test
  void whatWasChosenIsThereAfterARestart() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 1)) {
      RegistersGrpc.RegistersBlockingStub stub =
          RegistersGrpc.newBlockingStub(cluster.channel(0)).withWaitForReady();
      stub.propose(proposal("a", ByteString.copyFromUtf8("X")));
      cluster.stop(0);
      cluster.restart(0);
      assertThat(stub.read(reading("a")).getValue().toStringUtf8()).isEqualTo("X");
    }
  }

  @Test
  void aNameThatIsNoneIsRefused() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 1)) {
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() ->
              RegistersGrpc.newBlockingStub(cluster.channel(0))
                  .withWaitForReady()
                  .read(reading("")))
          .extracting(StatusRuntimeException::getStatus)
          .returns(Code.INVALID_ARGUMENT, Status::getCode)
          .matches(status -> String.valueOf(status.getDescription()).contains("1 to 256 bytes"));
    }
  }

  @Test
  void aValueThatIsTooLargeIsRefused() throws Exception {
    ByteString large = ByteString.copyFrom(new byte[(1 << 20) + 1]);
    try (LocalCluster cluster = LocalCluster.start(directory, 1)) {
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() ->
              RegistersGrpc.newBlockingStub(cluster.channel(0))
                  .withWaitForReady()
                  .propose(proposal("a", large)))
          .withMessage(
              "INVALID_ARGUMENT: The value of register a has 1048577 bytes, and may have 1048576.");
    }
  }

  @Test
  void withoutAQuorumWhatIsKnownIsReadAndNothingIsWritten() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 3)) {
      RegistersGrpc.RegistersBlockingStub one =
          RegistersGrpc.newBlockingStub(cluster.channel(0)).withWaitForReady();
      one.propose(proposal("known", ByteString.copyFromUtf8("X")));
      cluster.stop(1);
      cluster.stop(2);
      assertThat(one.read(reading("known")).getValue().toStringUtf8()).isEqualTo("X");
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() -> one.propose(proposal("new", ByteString.copyFromUtf8("Y"))))
          .withMessage(
              "UNAVAILABLE: Register new: no quorum of the members agreed in time. The value may"
                  + " still be chosen; to propose it again is safe.");
    }
  }

  @Test
  void overHttpARegisterIsAPage() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 1);
        HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
      URI uri = URI.create(cluster.endpoints().getFirst() + "/v1/registers/the%20boss/of/all");
      assertPage(client, HttpRequest.newBuilder(uri), 404, "\"chosen\":false");
      assertPage(
          client,
          HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofString("größer")),
          200,
          "\"value\":\"größer\",\"own\":true,\"rounds\":1");
      assertPage(
          client,
          HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("smaller")),
          200,
          "\"value\":\"größer\",\"own\":false");
      assertPage(
          client,
          HttpRequest.newBuilder(uri),
          200,
          "{\"name\":\"the boss/of/all\",\"chosen\":true");
      assertPage(client, HttpRequest.newBuilder(uri).DELETE(), 405, "never deleted");
      URI all = URI.create(cluster.endpoints().getFirst() + "/v1/registers?limit=10");
      assertPage(
          client,
          HttpRequest.newBuilder(all),
          200,
          "{\"registers\":[{\"name\":\"the boss/of/all\",\"chosen\":true}],\"more\":false}");
      URI binary = URI.create(cluster.endpoints().getFirst() + "/v1/registers/binary");
      assertPage(
          client,
          HttpRequest.newBuilder(binary).PUT(BodyPublishers.ofByteArray(new byte[] {-1, 0})),
          200,
          "\"value_base64\":\"/wA=\"");
    }
  }

  @Test
  void overHttpAValueMayBeAsLargeAsOverGrpc() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 1);
        HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
      String registers = cluster.endpoints().getFirst() + "/v1/registers/";
      byte[] largest = new byte[1 << 20];
      Arrays.fill(largest, (byte) 'v');
      HttpRequest.Builder whole = HttpRequest.newBuilder(URI.create(registers + "whole"));
      assertPage(
          client, whole.copy().PUT(BodyPublishers.ofByteArray(largest)), 200, "\"own\":true");
      assertPage(client, whole.copy(), 200, "\"" + new String(largest, UTF_8) + "\"");
      HttpRequest.Builder pieces = HttpRequest.newBuilder(URI.create(registers + "pieces"));
      assertPage(
          client,
          pieces.PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(largest))),
          200,
          "\"" + new String(largest, UTF_8) + "\"");
      HttpRequest.Builder waits = HttpRequest.newBuilder(URI.create(registers + "waits"));
      assertPage(
          client,
          waits.expectContinue(true).PUT(BodyPublishers.ofByteArray(largest)),
          200,
          "\"own\":true");
    }
  }

  @Test
  void overHttpAValueThatIsTooLargeIsRefusedAndTheNextOneIsNot() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 1);
        HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
      URI uri = URI.create(cluster.endpoints().getFirst() + "/v1/registers/a");
      byte[] large = new byte[(1 << 20) + 1];
      for (BodyPublisher body :
          List.of(
              BodyPublishers.ofByteArray(large),
              BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))) {
        assertPage(client, HttpRequest.newBuilder(uri).PUT(body), 413, "at most 1048576 bytes");
      }
      assertPage(client, HttpRequest.newBuilder(uri), 404, "\"chosen\":false");
      assertPage(
          client,
          HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofString("small")),
          200,
          "\"own\":true");
    }
  }

  @Test
  void overHttpANameIsUtf8WithOrWithoutPercentSigns() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 1)) {
      URI endpoint = URI.create(cluster.endpoints().getFirst());
      assertThat(
              raw(
                  endpoint,
                  "PUT /v1/registers/%C3%BC/a%2Fb+c HTTP/1.1\r\nContent-Length: 1\r\n",
                  "1"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("{\"name\":\"ü/a/b+c\",\"chosen\":true");
      assertThat(raw(endpoint, "GET /v1/registers/ü/a/b+c HTTP/1.1\r\n", ""))
          .startsWith("HTTP/1.1 200 OK\r\n");
      for (String none : List.of("%FF", "%zz", "%C3")) {
        assertThat(
                raw(
                    endpoint,
                    "PUT /v1/registers/" + none + " HTTP/1.1\r\nContent-Length: 1\r\n",
                    "1"))
            .startsWith("HTTP/1.1 400 Bad Request\r\n")
            .contains("do not stand for UTF-8");
      }
    }
  }

  @Test
  void overHttpHeadIsAGetWithoutItsBody() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 1)) {
      URI endpoint = URI.create(cluster.endpoints().getFirst());
      assertThat(raw(endpoint, "HEAD /v1/registers/a HTTP/1.1\r\n", ""))
          .startsWith("HTTP/1.1 404 Not Found\r\n")
          .endsWith("\r\n\r\n");
    }
  }

  /** What a server says to one request, head and body, on a connection that ends with it. */
  private static String raw(URI endpoint, String head, String body) throws Exception {
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      String request = head + "Host: localhost\r\nConnection: close\r\n\r\n" + body;
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void overHttp2ARegisterIsReadAndListedToo() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 1)) {
      RegistersGrpc.newBlockingStub(cluster.channel(0))
          .withWaitForReady()
          .propose(proposal("a", ByteString.copyFromUtf8("A")));
      try (RawHttp2 client = new RawHttp2(cluster.endpoints().getFirst())) {
        client.headers(1, "GET", "/v1/registers/a", "text/plain", RawHttp2.END_STREAM);
        client.flush();
        assertThat(client.response(1, 1 << 20).body().toStringUtf8()).contains("\"value\":\"A\"");
        client.headers(3, "GET", "/v1/registers?limit=1", "text/plain", RawHttp2.END_STREAM);
        client.flush();
        assertThat(client.response(3, 1 << 20).body().toStringUtf8()).contains("{\"name\":\"a\"");
      }
    }
  }

  private static void assertPage(
      HttpClient client, HttpRequest.Builder request, int status, String part) throws Exception {
    HttpResponse<String> page = client.send(request.build(), BodyHandlers.ofString());
    assertThat(page.body()).contains(part);
    assertThat(page.statusCode()).isEqualTo(status);
  }
}
