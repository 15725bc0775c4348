package io.synod.testing.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.testing.Cluster;
import io.synod.testing.SynodCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same commands to Debian's etcd and to Synod: etcdctl says the same. */
@ExtendWith(CheckPerf.class)
@Order(Order.DEFAULT + 1)
@Timeout(120)
final class SideBySideTest {

  /** What differs from cluster to cluster and from moment to moment. */
  private static final List<Map.Entry<String, String>> OWN =
      List.of(
          Map.entry("127\\.0\\.0\\.1:[0-9]+", "ADDRESS"),
          Map.entry("\"ts\":\"[^\"]*\"", "TIME"),
          Map.entry("client-[0-9a-f-]{36}", "CLIENT"),
          Map.entry("\"(cluster_id|member_id|raft_term)\":[0-9]+", "$1"),
          Map.entry("\"(ClusterID|MemberID|RaftTerm)\" : [0-9]+", "$1"),
          Map.entry("\"(leader|raftIndex|raftTerm|raftAppliedIndex)\":[0-9]+", "$1"),
          Map.entry("\"(dbSize|dbSizeInUse|hash)\":[0-9]+", "$1"),
          Map.entry("\"(ID|id|Lease)\" ?: ?[0-9]{5,}", "$1"),
          Map.entry("\\b[0-9a-f]{13,16}\\b", "ID"),
          Map.entry("\"version\":\"3[0-9.]+\"", "VERSION"),
          Map.entry("started, (default|member1)", "NAME"),
          Map.entry("(took = |\"took\":\")[0-9.]+(µs|ms|s)", "TOOK"));

  @TempDir private Path directory;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Program etcd(String client) throws IOException {
    String peer = "http://127.0.0.1:" + freePort();
    return Program.start(
        new ProcessBuilder(
                "etcd",
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer)
            .redirectOutput(directory.resolve("etcd.log").toFile()));
  }

  private static Program script(String endpoint) throws IOException, URISyntaxException {
    URI script =
        Objects.requireNonNull(SideBySideTest.class.getResource("side-by-side.sh")).toURI();
    ProcessBuilder shell = new ProcessBuilder("sh", "-u", Path.of(script).toString());
    shell
        .environment()
        .putAll(
            Map.of("ETCDCTL_API", "3", "ETCDCTL_ENDPOINTS", URI.create(endpoint).getAuthority()));
    return Program.start(shell);
  }

  /** Each command with what was said of it. */
  private static List<String> commands(String said) {
    String common = said;
    for (Map.Entry<String, String> own : OWN) {
      common = common.replaceAll(own.getKey(), own.getValue());
    }
    return List.of(common.split("\n(?=\\$ )"));
  }

  @Test
  @SynodCluster(members = 1, electionMillis = 1_000) // etcd's
  void etcdctlSaysOfSynodWhatItSaysOfEtcd(Cluster cluster) throws Exception {
    Assumptions.assumeTrue(
        Program.isInstalled("etcd") && Program.isInstalled("etcdctl"),
        "etcd is not installed (Debian: etcd-server, etcd-client)");
    String client = "http://127.0.0.1:" + freePort();
    try (Program _ = etcd(client)) {
      Etcdctl etcdctl = new Etcdctl(List.of(URI.create(client)));
      while (etcdctl.run("endpoint", "health").status() != 0) {
        Thread.onSpinWait();
      }
      try (Program theirs = script(client);
          Program ours = script(cluster.endpoint(1).toString())) {
        List<String> expected = commands(theirs.end().out());
        List<String> answers = commands(ours.end().out());
        for (int i = 0; i < expected.size(); i++) {
          assertThat(answers.get(i)).isEqualTo(expected.get(i));
        }
        assertThat(expected).hasSizeGreaterThan(100).noneMatch(it -> it.contains("=> 127"));
      }
    }
  }
}
