package io.synod.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.synod.cli.Failure;
import io.synod.cli.client.Client;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalClusterTest {
  private static final ByteString KEY = ByteString.copyFromUtf8("greeting");
  private static final ByteString VALUE = ByteString.copyFromUtf8("hello");

  @TempDir private Path directory;

  @Test
  void aClientTriesTheNextMemberWhereOneIsDown() throws Failure, InterruptedException {
    LocalCluster cluster = LocalCluster.on(Ports.find(2), directory, "test");
    try {
      cluster.start();
      String dead = "127.0.0.1:" + Ports.find(1).getFirst();
      String alive = cluster.endpoints();

      try (Client client = new Client(List.of(dead, alive))) {
        client.put(PutRequest.newBuilder().setKey(KEY).setValue(VALUE).build());
        assertThat(client.range(RangeRequest.newBuilder().setKey(KEY).build()).getKvsList())
            .singleElement()
            .satisfies(pair -> assertThat(pair.getValue()).isEqualTo(VALUE));
      }
      assertThat(cluster.members().getFirst().status())
          .get()
          .satisfies(page -> assertThat(page.name()).isEqualTo("m1"))
          .satisfies(page -> assertThat(page.applied()).isEqualTo(page.chosen()).isPositive());
    } finally {
      cluster.stop();
    }
  }

  @Test
  void upStopsItsMembersWhenToldToAndStartsAgainWithTheirData()
      throws IOException, InterruptedException, Failure {
    int port = Launch.freePorts(1);
    Path data = directory.resolve("data");
    String address = "127.0.0.1:" + port;

    Process first = up(data, port);
    List<Long> members = first.children().map(ProcessHandle::pid).toList();
    try (Client client = new Client(List.of(address))) {
      client.put(PutRequest.newBuilder().setKey(KEY).setValue(VALUE).build());
    }
    first.destroy();

    assertThat(first.waitFor()).isZero();
    assertThat(members).hasSize(1);
    assertThat(members.stream().flatMap(pid -> ProcessHandle.of(pid).stream())).isEmpty();

    Process second = up(data, port);
    try (Client client = new Client(List.of(address))) {
      assertThat(client.range(RangeRequest.newBuilder().setKey(KEY).build()).getKvsList())
          .singleElement()
          .satisfies(pair -> assertThat(pair.getValue()).isEqualTo(VALUE));
    }
    second.destroy();
    assertThat(second.waitFor()).isZero();
  }

  /** Returns once the command says that the cluster can be used. */
  private static Process up(Path data, int port) throws IOException {
    Process process =
        new ProcessBuilder(
                Launch.words("up", "--members=1", "--data=" + data, "--client-port=" + port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var _ = Launch.awaitUp(process);
    return process;
  }
}
