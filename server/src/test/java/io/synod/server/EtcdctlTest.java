package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EtcdctlTest {

  private FakeCluster cluster;
  private Etcdctl etcdctl;

  @BeforeEach
  void start() throws Exception {
    cluster = new FakeCluster(Map.of());
    etcdctl = new Etcdctl(cluster.endpoint());
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private void prints(String expected, String... arguments) throws IOException {
    assertThat(etcdctl.run(arguments)).isEqualTo(new Etcdctl.Run(0, expected));
  }

  @Test
  void putsGetsAndDeletes() throws Exception {
    prints("OK\n", "put", "key", "one");
    prints("OK\nkey\none\n", "put", "key", "two", "--prev-kv");
    prints("key\ntwo\n", "get", "key");
    prints("1\nkey\ntwo\n", "del", "key", "--prev-kv");
    prints("", "get", "key");
    prints("0\n", "del", "key");
  }

  @Test
  void getsWithEveryFlagForRanges() throws Exception {
    for (String key : new String[] {"b", "a2", "c", "a1"}) {
      prints("OK\n", "put", key, "value of " + key);
    }
    prints("OK\n", "put", "a1", "new");
    prints("a1\nnew\na2\nvalue of a2\n", "get", "a", "--prefix");
    prints("a1\nnew\na2\nvalue of a2\nb\nvalue of b\n", "get", "a", "c");
    prints("b\nvalue of b\nc\nvalue of c\n", "get", "b", "--from-key");
    prints("a1\nnew\n", "get", "a", "--prefix", "--limit", "1");
    prints("a1\n\na2\n\n", "get", "a", "--prefix", "--keys-only");
    prints("new\n", "get", "a1", "--print-value-only");
    prints("a1\nvalue of a1\n", "get", "a1", "--rev", "5");
    prints("new\n", "get", "a1", "--print-value-only", "--consistency", "s");
    prints("c\n\nb\n\na2\n\na1\n\n", "get", "", "--prefix", "--keys-only", "--order", "DESCEND");
    prints("b\n\na2\n\nc\n\na1\n\n", "get", "", "--prefix", "--keys-only", "--sort-by", "MODIFY");
    prints(
        "a1\n\nc\n\na2\n\nb\n\n",
        "get",
        "",
        "--prefix",
        "--keys-only",
        "--sort-by",
        "CREATE",
        "--order",
        "DESCEND");
  }

  @Test
  void aTransactionComparesAndDoes() throws Exception {
    prints("OK\n", "put", "key", "one");
    String txn = "value(\"key\") = \"one\"\n\nput key two\nget key\n\nget key\n\n";
    assertThat(etcdctl.withInput(txn, "txn").out()).isEqualTo("SUCCESS\n\nOK\n\nkey\ntwo\n");
    assertThat(etcdctl.withInput(txn, "txn").out()).isEqualTo("FAILURE\n\nkey\ntwo\n");
  }

  @Test
  void theMemberIsListedWithBothItsUrls() throws Exception {
    prints(
        "8e9e05c52164694d, started, default, http://localhost:2380, %s, false\n"
            .formatted(cluster.config.advertiseClient().getFirst()),
        "member",
        "list");
  }

  @Test
  void theEndpointIsHealthyAndTellsItsStatus() throws Exception {
    Etcdctl.Run health = etcdctl.run("endpoint", "health");
    assertThat(health.status()).isZero();
    assertThat(health.out()).startsWith(cluster.endpoint() + " is healthy: successfully committed");
    prints("OK\n", "put", "key", "value");
    Etcdctl.Run status = etcdctl.run("endpoint", "status", "-w", "fields");
    assertThat(status.out())
        .contains("\"MemberID\" : 10276657743932975437\n")
        .contains("\"Revision\" : 2\n")
        .contains("\"RaftTerm\" : 7\n")
        .contains("\"Version\" : \"3.5.0\"\n")
        .contains("\"Leader\" : 10276657743932975437\n")
        .contains("\"IsLearner\" : false\n");
  }

  @Test
  void errorsReachTheUserInEtcdsWords() throws Exception {
    Etcdctl.Run future = etcdctl.run("get", "key", "--rev", "1000");
    assertThat(future.status()).isEqualTo(1);
    assertThat(future.out()).contains("etcdserver: mvcc: required revision is a future revision");
    assertThat(etcdctl.run("put", "key", "--ignore-value").out())
        .contains("etcdserver: key not found");
    assertThat(etcdctl.run("compact", "1").out())
        .contains("Synod does not serve etcdserverpb.KV/Compact yet.");
  }
}
