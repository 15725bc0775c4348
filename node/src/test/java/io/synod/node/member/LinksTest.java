package io.synod.node.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.MemberId;
import io.synod.core.Settings;
import io.synod.node.links.Links;
import io.synod.node.links.MemoryNetwork;
import io.synod.node.peers.Network;
import io.synod.node.peers.PeerNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members of one JVM whose links are hurt, over TCP and in memory. */
@Timeout(120)
class LinksTest {

  private static final Settings FEW_IN_LOG =
      new Settings(20, 200, 64, 16 << 20, 1024, 1 << 20, 20_000, 64 << 20, 1_000);

  private final Links links = new Links();
  private @TempDir Path directory;

  private LocalCluster cluster(String network, Settings settings, long flush) throws Exception {
    Network.Opener inner = network.equals("tcp") ? PeerNetwork::new : new MemoryNetwork();
    Ports ports = Ports.real().withNetwork(links.over(inner));
    LocalCluster cluster = new LocalCluster(directory, 3, settings, flush, ports);
    cluster.startAll();
    return cluster;
  }

  private LocalCluster cluster(String network) throws Exception {
    return cluster(network, LocalCluster.SETTINGS, Long.MAX_VALUE);
  }

  private static MemberId id(int member) {
    return new MemberId(member);
  }

  private static <T> T get(CompletableFuture<T> answer) throws Exception {
    return answer.get(60, TimeUnit.SECONDS);
  }

  /** Proposes at a member until somebody else than {@code old} leads there. */
  private static int otherLeader(LocalCluster cluster, int at, int old) throws Exception {
    int leader = old;
    while (leader == old) {
      get(cluster.propose(at, "knock"));
      leader =
          (int)
              cluster
                  .member(at)
                  .status()
                  .leader()
                  .map(MemberId::value)
                  .orElse((long) old)
                  .longValue();
    }
    return leader;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "memory"})
  void aLeaderThatIsCutOffIsReplacedAndCatchesUpOnceItIsJoined(String network) throws Exception {
    try (LocalCluster cluster = cluster(network)) {
      get(cluster.propose(1, "before"));
      int leader = cluster.leader();
      int other = leader % 3 + 1;
      links.partition(List.of(List.of(id(leader))), List.of(id(1), id(2), id(3)));
      CompletableFuture<String> waiting = cluster.propose(leader, "in vain at first");
      assertThat(otherLeader(cluster, other, leader)).isNotEqualTo(leader);
      assertThat(waiting).isNotDone();
      assertThat(cluster.machine(leader).lines()).containsExactly("before");
      links.heal();
      get(waiting);
      get(cluster.read(leader));
      assertThat(cluster.machine(leader).lines()).contains("knock", "in vain at first");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "memory"})
  void aPausedLeaderIsReplacedAndAnswersWhatItWasAskedOnceItGoesOn(String network)
      throws Exception {
    try (LocalCluster cluster = cluster(network)) {
      get(cluster.propose(1, "before"));
      int leader = cluster.leader();
      links.pause(id(leader));
      CompletableFuture<String> waiting = cluster.propose(leader, "asked of the paused");
      otherLeader(cluster, leader % 3 + 1, leader);
      assertThat(waiting).isNotDone();
      links.resume(id(leader));
      get(waiting);
      get(cluster.read(leader));
      assertThat(cluster.machine(leader).lines()).contains("knock", "asked of the paused");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "memory"})
  void slowLinksLoseNothingAndKeepTheOrder(String network) throws Exception {
    try (LocalCluster cluster = cluster(network)) {
      get(cluster.propose(1, "before"));
      int leader = cluster.leader();
      int other = leader % 3 + 1;
      links.delay(id(leader), id(other), 30);
      links.delay(id(other), id(leader), 30);
      List<CompletableFuture<String>> answers =
          List.of(
              cluster.propose(other, "a"),
              cluster.propose(other, "b"),
              cluster.propose(other, "c"));
      for (CompletableFuture<String> answer : answers) {
        get(answer);
      }
      assertThat(cluster.machine(other).lines()).containsExactly("before", "a", "b", "c");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "memory"})
  void aMemberThatWasCutOffForLongFetchesASnapshot(String network) throws Exception {
    try (LocalCluster cluster = cluster(network, FEW_IN_LOG, 10)) {
      get(cluster.propose(1, "before"));
      int away = cluster.leader() % 3 + 1;
      int other = cluster.leader();
      for (int member = 1; member <= 3; member++) {
        links.cut(id(member), id(away));
        links.cut(id(away), id(member));
      }
      for (int i = 0; i < 100; i++) {
        get(cluster.propose(other, "x".repeat(100) + i));
      }
      links.heal();
      get(cluster.read(away));
      assertThat(cluster.machine(away).lines()).hasSize(101);
      assertThat(cluster.machine(away).durableSlot()).isPositive();
    }
  }
}
