package io.synod.server;

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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
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

  private static void assertPage(
      HttpClient client, HttpRequest.Builder request, int status, String part) throws Exception {
    HttpResponse<String> page = client.send(request.build(), BodyHandlers.ofString());
    assertThat(page.body()).contains(part);
    assertThat(page.statusCode()).isEqualTo(status);
  }
}
