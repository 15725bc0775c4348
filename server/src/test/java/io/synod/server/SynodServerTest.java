package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.synod.node.StartException;
import io.synod.store.wire.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole servers: real members that agree over real sockets and write to a real disk. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SynodServerTest {

  @TempDir private Path directory;

  @Test
  void anyMemberServesWhatWasWrittenThroughAnyOther() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 3)) {
      cluster.put(0, "key", "through the first");
      for (int i = 0; i < 3; i++) {
        assertThat(cluster.get(i, "key")).isEqualTo("through the first");
        cluster.put(i, "key" + i, "value");
      }
      assertThat(cluster.get(0, "key2")).isEqualTo("value");
    }
  }

  @Test
  void everyMemberListsTheClientUrlsOfAll() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 3)) {
      for (int i = 0; i < 3; i++) {
        List<Member> members;
        do {
          members = cluster.members(i);
        } while (!members.stream().allMatch(member -> member.getClientURLsCount() == 1));
        assertThat(members).extracting(Member::getName).containsExactlyInAnyOrder("m0", "m1", "m2");
        assertThat(members)
            .flatExtracting(Member::getClientURLsList)
            .containsExactlyInAnyOrderElementsOf(cluster.endpoints());
      }
    }
  }

  @Test
  void aMinorityMayStopAndAMajorityIsNeeded() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 3)) {
      cluster.put(0, "key", "all");
      cluster.stop(2);
      cluster.put(0, "key", "two");
      assertThat(cluster.get(1, "key")).isEqualTo("two");
      cluster.stop(1);
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() -> cluster.put(0, "key", "one"))
          .extracting(StatusRuntimeException::getStatus)
          .returns(Code.UNAVAILABLE, Status::getCode)
          .matches(status -> String.valueOf(status.getDescription()).startsWith("etcdserver: "));
      assertThat(cluster.getHere(0, "key")).isEqualTo("two");
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAfterARestart() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 1)) {
      cluster.put(0, "key", "value");
      cluster.stop(0);
      cluster.restart(0);
      assertThat(cluster.get(0, "key")).isEqualTo("value");
    }
  }

  @Test
  void aPortInUseIsNamedAndNothingIsLeftRunning() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory.resolve("one"), 1)) {
      String taken = cluster.endpoints().getFirst();
      assertThatExceptionOfType(StartException.class)
          .isThrownBy(() -> LocalCluster.start(directory.resolve("two"), List.of(taken)))
          .withMessageStartingWith("Cannot listen on " + taken + " (--listen-client-urls): ");
    }
  }

  @Test
  void aMemberWithoutDataDoesNotJoinAClusterThatRuns() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    ServerConfig config =
        ServerConfig.of(
            java.util.Map.of("data-dir", data.toString(), "initial-cluster-state", "existing"));
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> SynodServer.start(config))
        .withMessageStartingWith("--data-dir=" + data + " is empty");
    assertThat(data).isEmptyDirectory();
  }

  static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }
}
