package io.synod.testing.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.testing.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do with etcdctl: mirrors, checks, backups. */
@RealUsers
final class EtcdctlToolsTest {

  private Etcdctl etcdctl;
  @TempDir private Path directory;

  @BeforeEach
  void find(Cluster cluster) throws IOException {
    etcdctl = Etcdctl.of(cluster);
  }

  private static void awaitKeys(Etcdctl at, String prefix, String expected) throws IOException {
    while (!at.out("get", "--prefix", prefix).equals(expected)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aMirrorFollowsInAnotherCluster() throws IOException {
    etcdctl.put("from/a", "1");
    etcdctl.put("from/b", "2");
    try (Cluster other = Cluster.start(1)) {
      Etcdctl there = Etcdctl.of(other);
      String[] words = {"make-mirror", "--prefix=from/", "--dest-prefix=to/", there.endpoints()};
      try (Program _ = etcdctl.start(words)) {
        awaitKeys(there, "to/", "to/a\n1\nto/b\n2\n");
        etcdctl.put("from/c", "3");
        awaitKeys(there, "to/", "to/a\n1\nto/b\n2\nto/c\n3\n");
        etcdctl.withInput("\nput from/d 4\ndel from/a\nput from/b 5\n\n\n", "txn");
        awaitKeys(there, "to/", "to/b\n5\nto/c\n3\nto/d\n4\n");
      }
      assertThat(there.out("get", "--prefix", "", "--keys-only")).doesNotContain("from/");
    }
  }

  @Test
  void aBackupIsRefusedAndLeavesNothingBehind(Cluster cluster) throws IOException {
    Path file = directory.resolve("backup.db");
    Etcdctl one = new Etcdctl(List.of(cluster.endpoint(1)));
    Program.Run save = one.run("snapshot", "save", file.toString());
    assertThat(save.status()).isNotZero();
    assertThat(save.out())
        .contains("code = Unimplemented desc = Synod has no database of etcd's format");
    assertThat(file).doesNotExist();
  }

  @Test
  void theLeadIsMovedToAnotherMember(Cluster cluster) throws IOException {
    int next = cluster.awaitLeader() % cluster.size() + 1;
    String list = etcdctl.out("member", "list");
    String address = cluster.endpoint(next).toString();
    String id = Etcdctl.only("([0-9a-f]+), started, [^\n]*, " + address + ", false", list);
    assertThat(etcdctl.out("move-leader", id)).endsWith(" to " + id + "\n");
    assertThat(cluster.awaitLeader()).isEqualTo(next);
  }
}
