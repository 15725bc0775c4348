package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class RosterTest {

  @Test
  void idsAreThoseThatEtcdWorksOutFromItsDefaults() throws Exception {
    Roster roster = Roster.of(ServerConfig.of(Map.of()));
    assertThat(roster.self().id()).hasToString("8e9e05c52164694d");
    assertThat(Long.toHexString(roster.clusterId())).isEqualTo("cdf818194e3a8c32");
  }

  @Test
  void allMembersWorkOutTheSameCluster() throws Exception {
    String cluster = "a=http://h1:2380,b=http://h2:2380";
    Roster a = Roster.of(ServerConfig.of(Map.of("name", "a", "initial-cluster", cluster)));
    Roster b =
        Roster.of(
            ServerConfig.of(
                Map.of("name", "b", "initial-cluster", "b=http://h2:2380,a=http://h1:2380")));
    assertThat(a.clusterId()).isEqualTo(b.clusterId());
    assertThat(a.members()).isEqualTo(b.members());
    assertThat(a.self()).isNotEqualTo(b.self());
  }

  @Test
  void theTokenSetsClustersApart() throws Exception {
    Roster one = Roster.of(ServerConfig.of(Map.of("initial-cluster-token", "one")));
    Roster two = Roster.of(ServerConfig.of(Map.of("initial-cluster-token", "two")));
    assertThat(one.clusterId()).isNotEqualTo(two.clusterId());
    assertThat(one.self().id()).isNotEqualTo(two.self().id());
  }
}
