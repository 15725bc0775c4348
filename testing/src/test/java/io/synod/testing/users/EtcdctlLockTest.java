package io.synod.testing.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.testing.Cluster;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code etcdctl lock}, {@code elect} and {@code lease}. Each test has keys of its own. */
@RealUsers
final class EtcdctlLockTest {

  private Etcdctl etcdctl;

  @BeforeEach
  void find(Cluster cluster) throws IOException {
    etcdctl = Etcdctl.of(cluster);
  }

  /** Waits until so many stand in line for a lock or a seat. */
  private void awaitLine(String name, int length) throws IOException {
    while (etcdctl.out("get", "--prefix", name + "/", "--keys-only").split("\n\n").length < length
        || etcdctl.out("get", "--prefix", name + "/").isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aCommandRunsWhileTheLockIsHeldAndKnowsItsToken() throws IOException {
    long before = etcdctl.put("before", "1");
    String said = etcdctl.out("lock", "line", "--", "sh", "-c", "env | grep ^ETCD_LOCK_ | sort");
    String key = Etcdctl.only("ETCD_LOCK_KEY=(line/[0-9a-f]+)\n", said);
    assertThat(said).contains("ETCD_LOCK_REV=" + (before + 1) + "\n");
    assertThat(etcdctl.out("get", key)).isEmpty();
    assertThat(etcdctl.run("lock", "line", "--", "false").status()).isEqualTo(1);
    assertThat(etcdctl.out("get", "--prefix", "line/")).isEmpty();
  }

  @Test
  void oneHoldsTheLockAndTheOthersFollowInTheirOrder() throws IOException {
    try (Program first = etcdctl.start("lock", "turns")) {
      assertThat(first.line()).startsWith("turns/");
      try (Program second = etcdctl.start("lock", "turns", "echo", "second")) {
        awaitLine("turns", 2);
        try (Program third = etcdctl.start("lock", "turns", "echo", "third")) {
          awaitLine("turns", 3);
          assertThat(etcdctl.out("get", "--prefix", "turns/", "--sort-by=CREATE", "--limit=1"))
              .startsWith("turns/");
          first.interrupt();
          assertThat(second.end().out()).isEqualTo("second\n");
          assertThat(third.end().out()).isEqualTo("third\n");
        }
      }
      assertThat(first.end().status()).isZero();
    }
  }

  @Test
  void theLockOfOneThatWasKilledGoesOnWhenItsLeaseEnds() throws IOException {
    try (Program first = etcdctl.start("lock", "killed", "--ttl=2");
        Program second = etcdctl.start("lock", "free", "echo", "another lock")) {
      assertThat(first.line()).startsWith("killed/");
      assertThat(second.end().out()).isEqualTo("another lock\n");
      first.kill();
      assertThat(etcdctl.out("lock", "killed", "echo", "next")).isEqualTo("next\n");
    }
  }

  @Test
  void theLockIsKeptAndPassedOnAlthoughTheLeaderDies(Cluster cluster) throws IOException {
    try (Program first = etcdctl.start("lock", "leader")) {
      assertThat(first.line()).startsWith("leader/");
      try (Program second = etcdctl.start("lock", "leader", "echo", "second")) {
        awaitLine("leader", 2);
        cluster.kill(cluster.awaitLeader());
        cluster.awaitLeader();
        assertThat(etcdctl.out("get", "--prefix", "leader/", "--keys-only").split("\n\n"))
            .hasSize(2);
        first.interrupt();
        assertThat(first.end().status()).isZero();
        assertThat(second.end().out()).isEqualTo("second\n");
      }
    }
  }

  @Test
  void oneLeadsAndWhoListensHearsOfEveryLeader() throws IOException {
    try (Program one = etcdctl.start("elect", "seat", "one")) {
      assertThat(one.lines(2)).first().asString().startsWith("seat/");
      try (Program two = etcdctl.start("elect", "seat", "two");
          Program listener = etcdctl.start("elect", "--listen", "seat")) {
        awaitLine("seat", 2);
        assertThat(listener.lines(2)).last().isEqualTo("one");
        one.interrupt();
        assertThat(two.lines(2)).last().isEqualTo("two");
        List<String> next = listener.lines(2);
        assertThat(next.getFirst()).startsWith("seat/");
        assertThat(next.getLast()).isEqualTo("two");
        two.interrupt();
        assertThat(two.end().status()).isZero();
        assertThat(etcdctl.out("get", "--prefix", "seat/")).isEmpty();
      }
    }
  }

  @Test
  void aLeaseIsKeptAliveUntilItIsRevoked(Cluster cluster) throws IOException {
    String granted = etcdctl.out("lease", "grant", "2");
    String lease = Etcdctl.only("lease ([0-9a-f]{16}) granted with TTL\\(2s\\)", granted);
    try (Program keeper = etcdctl.start("lease", "keep-alive", lease)) {
      String kept = "lease " + lease + " keepalived with TTL(2)";
      assertThat(keeper.line()).isEqualTo(kept);
      assertThat(etcdctl.out("put", "kept", "1", "--lease", lease)).isEqualTo("OK\n");
      cluster.kill(cluster.awaitLeader());
      cluster.awaitLeader();
      assertThat(keeper.lines(2)).containsOnly(kept);
      assertThat(etcdctl.out("lease", "list")).contains(lease);
      assertThat(etcdctl.out("lease", "timetolive", lease, "--keys"))
          .contains("granted with TTL(2s)")
          .contains("attached keys([kept])");
      assertThat(etcdctl.out("lease", "revoke", lease)).isEqualTo("lease " + lease + " revoked\n");
      assertThat(keeper.end().out()).endsWith("lease " + lease + " expired or revoked.\n");
      assertThat(etcdctl.out("get", "kept")).isEmpty();
    }
  }
}
