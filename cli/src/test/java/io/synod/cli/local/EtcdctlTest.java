package io.synod.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.cli.Failure;
import io.synod.cli.client.Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's etcdctl against three processes. Each test has keys of its own. */
final class EtcdctlTest {
  @TempDir private static Path directory;
  private static LocalCluster cluster;
  private static Etcdctl etcdctl;

  @BeforeAll
  static void start() throws Exception {
    cluster = LocalCluster.on(Ports.find(6), directory, "etcdctl");
    etcdctl = new Etcdctl(cluster.endpoints());
    cluster.start();
    try (Client client = new Client(addresses())) {
      while (!client.members().getMembersList().stream()
          .allMatch(member -> member.getClientURLsCount() == 1)) {
        Thread.onSpinWait();
      }
    }
  }

  @AfterAll
  static void stop() {
    cluster.stop();
  }

  private static List<String> addresses() {
    return cluster.members().stream().map(LocalMember::clientAddress).toList();
  }

  private static void prints(String expected, String... arguments) throws IOException {
    assertThat(etcdctl.run(arguments)).isEqualTo(new Etcdctl.Run(0, expected));
  }

  private static void put(String key, String value) throws IOException {
    prints("OK\n", "put", key, value);
  }

  @Test
  void putsGetsAndDeletes() throws IOException {
    put("one/key", "one");
    prints("OK\none/key\none\n", "put", "one/key", "two", "--prev-kv");
    prints("one/key\ntwo\n", "get", "one/key");
    prints("1\none/key\ntwo\n", "del", "one/key", "--prev-kv");
    prints("", "get", "one/key");
    prints("0\n", "del", "one/key");
    assertThat(etcdctl.withInput("from stdin", "put", "one/key").out()).isEqualTo("OK\n");
    prints("one/key\nfrom stdin\n", "get", "one/key");
    prints("OK\n", "put", "one/key", "--ignore-lease", "three");
    prints("three\n", "get", "one/key", "--print-value-only");
  }

  @Test
  void whatOneMemberTookEveryMemberHas() throws IOException {
    for (String writer : addresses()) {
      String key = "member/" + writer;
      assertThat(new Etcdctl(writer).run("put", key, "value").out()).isEqualTo("OK\n");
      for (String reader : addresses()) {
        assertThat(new Etcdctl(reader).run("get", key).out()).isEqualTo(key + "\nvalue\n");
      }
    }
  }

  @Test
  void getsRanges() throws IOException {
    fill("r/");
    prints("r/a1\nnew\nr/a2\nx\n", "get", "r/a", "--prefix");
    prints("r/a1\nnew\nr/a2\nx\nr/b\nz\n", "get", "r/a", "r/c");
    prints("r/a1\nnew\n", "get", "r/a", "--prefix", "--limit", "1");
    prints("r/a1\n\nr/a2\n\n", "get", "r/a", "--prefix", "--keys-only");
    prints("new\nx\n", "get", "r/a", "--prefix", "--print-value-only");
    prints("\\x72\\x2f\\x62\n\\x7a\n", "get", "r/b", "--hex");
  }

  @Test
  void getsEverythingFromAKeyOn() throws IOException {
    fill("~g/");
    prints("~g/b\nz\n~g/c\ny\n", "get", "~g/b", "--from-key");
    prints("~g/b\nz\n", "get", "~g/b", "--from-key", "--limit=1");
  }

  @Test
  void getsInEveryOrder() throws IOException {
    fill("o/");
    ordered("a1 a2 b c", "--sort-by=KEY", "--order=ASCEND");
    ordered("c b a2 a1", "--sort-by=KEY", "--order=DESCEND");
    ordered("c b a2 a1", "--order=DESCEND");
    ordered("b a2 c a1", "--sort-by=CREATE");
    ordered("a1 c a2 b", "--sort-by=CREATE", "--order=DESCEND");
    ordered("b a2 c a1", "--sort-by=MODIFY");
    ordered("a1 a2 c b", "--sort-by=VALUE");
    ordered("a1 b a2 c", "--sort-by=VERSION", "--order=DESCEND");
    ordered("a1", "--sort-by=VERSION", "--order=DESCEND", "--limit=1");
  }

  /** Keys b, a2, c, a1 with the values z, x, y and, the second, new; b twice, a1 three times. */
  private static void fill(String prefix) throws IOException {
    put(prefix + "b", "first");
    put(prefix + "b", "z");
    put(prefix + "a2", "x");
    put(prefix + "c", "y");
    put(prefix + "a1", "first");
    put(prefix + "a1", "second");
    put(prefix + "a1", "new");
  }

  private static void ordered(String keys, String... flags) throws IOException {
    String[] arguments = {"get", "o/", "--prefix", "--keys-only", flags[0], "", ""};
    for (int i = 1; i < 3; i++) {
      arguments[i + 4] = i < flags.length ? flags[i] : "--consistency=l";
    }
    prints("o/" + keys.replace(" ", "\n\no/") + "\n\n", arguments);
  }

  @Test
  void getsWhatWasThereAtAnEarlierRevision() throws IOException {
    put("rev/key", "old");
    String revision = header("revision", etcdctl.run("get", "rev/key", "-w", "json").out());
    put("rev/key", "new");
    prints("rev/key\nold\n", "get", "rev/key", "--rev", revision);
    prints("rev/key\nnew\n", "get", "rev/key");
  }

  @Test
  void aSerializableGetAnswersFromTheMemberThatIsAsked() throws IOException {
    put("s/key", "value");
    // Read linearizably first, so that this member has applied it.
    String one = addresses().getFirst();
    assertThat(new Etcdctl(one).run("get", "s/key").out()).isEqualTo("s/key\nvalue\n");
    assertThat(new Etcdctl(one).run("get", "s/key", "--consistency=s").out())
        .isEqualTo("s/key\nvalue\n");
  }

  @Test
  void getsAsJsonAndAsFields() throws IOException {
    put("w/a", "1");
    put("w/a", "2");
    put("w/b", "3");
    String json = etcdctl.run("get", "w/", "--prefix", "--limit=1", "-w", "json").out();
    assertThat(json)
        .contains("\"key\":\"" + base64("w/a") + "\"")
        .contains("\"value\":\"" + base64("2") + "\"")
        .contains("\"version\":2")
        .contains("\"more\":true,\"count\":2");
    String fields = etcdctl.run("get", "w/a", "-w", "fields").out();
    assertThat(fields)
        .contains("\"Key\" : \"w/a\"\n")
        .contains("\"Value\" : \"2\"\n")
        .contains("\"Version\" : 2\n")
        .contains("\"More\" : false\n")
        .contains("\"Count\" : 1\n")
        .contains("\"RaftTerm\" : " + header("raft_term", json) + "\n");
  }

  @Test
  void deletesRanges() throws IOException {
    fill("~d/");
    prints("2\n~d/a1\nnew\n~d/a2\nx\n", "del", "~d/a", "--prefix", "--prev-kv");
    prints("1\n", "del", "~d/b", "~d/c");
    prints("1\n", "del", "~d/c", "--from-key");
    prints("", "get", "~d/", "--prefix");
  }

  @Test
  void aTransactionComparesAndDoes() throws IOException {
    put("txn/key", "one");
    String txn = "value(\"txn/key\") = \"one\"\n\nput txn/key two\nget txn/key\n\nget txn/key\n\n";
    assertThat(etcdctl.withInput(txn, "txn").out()).isEqualTo("SUCCESS\n\nOK\n\ntxn/key\ntwo\n");
    assertThat(etcdctl.withInput(txn, "txn").out()).isEqualTo("FAILURE\n\ntxn/key\ntwo\n");
  }

  @Test
  void anInteractiveTransactionAsksForItsParts() throws IOException {
    put("i/key", "one");
    put("i/key", "two");
    String txn =
        """
        ver("i/key") = "2"
        mod("i/key") > "0"
        c("i/new") = "0"

        put i/new made
        del i/key

        put i/new failed

        """;
    assertThat(etcdctl.withInput(txn, "txn", "-i").out())
        .isEqualTo(
            """
            compares:
            success requests (get, put, del):
            failure requests (get, put, del):
            SUCCESS

            OK

            1
            """);
    prints("i/new\nmade\n", "get", "i/", "--prefix");
    assertThat(etcdctl.withInput(txn, "txn", "-i").out()).endsWith("FAILURE\n\nOK\n");
    prints("i/new\nfailed\n", "get", "i/", "--prefix");
  }

  @Test
  void everyEndpointIsHealthy() throws IOException {
    Etcdctl.Run health = etcdctl.run("endpoint", "health");
    assertThat(health.status()).as(health.out()).isZero();
    for (String address : addresses()) {
      assertThat(health.out()).contains(address + " is healthy: successfully committed proposal");
    }
    String one = addresses().getFirst();
    Etcdctl.Run all = new Etcdctl(one).run("endpoint", "health", "--cluster", "-w", "json");
    assertThat(all.status()).isZero();
    for (String address : addresses()) {
      assertThat(all.out()).contains("{\"endpoint\":\"http://" + address + "\",\"health\":true");
    }
  }

  @Test
  void anEndpointWithoutAMemberIsUnhealthy() throws IOException, Failure {
    String nobody = "127.0.0.1:" + Ports.find(1).getFirst();
    Etcdctl.Run health =
        new Etcdctl(nobody)
            .run("endpoint", "health", "--dial-timeout=100ms", "--command-timeout=100ms");
    assertThat(health.status()).isEqualTo(1);
    assertThat(health.out()).contains(nobody + " is unhealthy: failed to commit proposal");
  }

  @Test
  void everyEndpointTellsItsStatusAndTheSameLeader() throws IOException {
    String table = etcdctl.run("endpoint", "status", "-w", "table").out();
    for (String address : addresses()) {
      assertThat(table).contains("| " + address + " |");
    }
    assertThat(table.lines().filter(line -> line.contains("|      true |"))).hasSize(1);

    String one = addresses().getFirst();
    String json = new Etcdctl(one).run("endpoint", "status", "--cluster", "-w", "json").out();
    assertThat(all("\"Endpoint\":\"http://([0-9.:]+)\"", json))
        .containsExactlyInAnyOrderElementsOf(addresses());
    assertThat(all("\"version\":\"(3[0-9.]+)\"", json)).hasSize(3);
    assertThat(all("\"cluster_id\":([0-9]+)", json))
        .hasSize(3)
        .containsOnly(header("cluster_id", json));
    List<String> members = all("\"member_id\":([0-9]+)", json);
    assertThat(members).hasSize(3).doesNotHaveDuplicates();
    assertThat(all("\"leader\":([0-9]+)", json).stream().distinct()).singleElement().isIn(members);
  }

  @Test
  void allMembersAreListed() throws IOException {
    List<String> lines = etcdctl.run("member", "list").out().lines().toList();
    assertThat(lines).hasSize(3);
    String table = etcdctl.run("member", "list", "-w", "table").out();
    String json = etcdctl.run("member", "list", "-w", "json").out();
    for (LocalMember member : cluster.members()) {
      String client = "http://" + member.clientAddress();
      assertThat(lines)
          .anySatisfy(line ->
              assertThat(line)
                  .matches(
                      "[0-9a-f]{1,16}, started, %s, %s, %s, false"
                          .formatted(member.name(), member.peerUrl(), client)));
      assertThat(table).contains("| " + member.peerUrl() + " | " + client + " |");
      assertThat(json)
          .contains(
              "\"name\":\"%s\",\"peerURLs\":[\"%s\"],\"clientURLs\":[\"%s\"]"
                  .formatted(member.name(), member.peerUrl(), client));
    }
  }

  private static String grant(int seconds) throws IOException {
    String granted = etcdctl.run("lease", "grant", Integer.toString(seconds)).out();
    assertThat(granted).matches("lease [0-9a-f]{16} granted with TTL\\(" + seconds + "s\\)\n");
    return granted.substring("lease ".length(), "lease ".length() + 16);
  }

  @Test
  void leasesAreGrantedListedKeptAndRevoked() throws IOException {
    String lease = grant(600);
    prints("OK\n", "put", "--lease", lease, "l/b", "1");
    prints("OK\n", "put", "--lease", lease, "l/a", "2");
    assertThat(etcdctl.run("get", "l/a", "-w", "fields").out())
        .contains("\"Lease\" : " + Long.parseLong(lease, 16) + "\n");
    assertThat(etcdctl.run("lease", "list").out()).startsWith("found ").contains("\n" + lease);
    String left = etcdctl.run("lease", "timetolive", lease, "--keys").out();
    assertThat(left)
        .matches(
            "lease "
                + lease
                + " granted with TTL\\(600s\\), remaining\\(5[0-9]{2}s\\), attached keys\\(\\[l/a"
                + " l/b]\\)\n");
    prints(
        "lease " + lease + " keepalived with TTL(600)\n", "lease", "keep-alive", "--once", lease);
    prints("lease " + lease + " revoked\n", "lease", "revoke", lease);
    prints("", "get", "l/", "--prefix");
    prints("lease " + lease + " already expired\n", "lease", "timetolive", lease);
    assertThat(etcdctl.run("lease", "revoke", lease).out())
        .contains("etcdserver: requested lease not found");
    assertThat(etcdctl.run("put", "--lease", lease, "l/c", "3").out())
        .contains("etcdserver: requested lease not found");
    assertThat(etcdctl.run("lease", "keep-alive", lease).out())
        .contains("lease " + lease + " expired or revoked.");
  }

  @Test
  void aKeyIsGoneWhenItsLeaseHasEnded() throws IOException {
    String lease = grant(2);
    prints("OK\n", "put", "--lease", lease, "e/gone", "1");
    put("e/stays", "2");
    while (!etcdctl.run("lease", "timetolive", lease).out().contains("already expired")) {
      Thread.onSpinWait();
    }
    prints("", "get", "e/gone");
    prints("e/stays\n2\n", "get", "e/stays");
  }

  @Test
  void errorsReachTheUserInEtcdsWords() throws IOException {
    Etcdctl.Run future = etcdctl.run("get", "e/key", "--rev", "100000");
    assertThat(future.status()).isEqualTo(1);
    assertThat(future.out()).contains("etcdserver: mvcc: required revision is a future revision");
    assertThat(etcdctl.run("put", "e/key", "--ignore-value").out())
        .contains("etcdserver: key not found");
    assertThat(etcdctl.withInput("\nput e/a 1\nput e/a 2\n\n\n", "txn").out())
        .contains("etcdserver: duplicate key given in txn request");
    assertThat(etcdctl.run("compact", "100000").out())
        .contains("etcdserver: mvcc: required revision is a future revision");
  }

  @Test
  void compactsAndAllMembersHaveTheSameHash() throws IOException {
    put("compacted", "one");
    put("compacted", "two");
    put("compacted", "three");
    long revision =
        Long.parseLong(header("revision", etcdctl.run("get", "compacted", "-w", "json").out()));
    prints("compacted revision " + (revision - 1) + "\n", "compact", "" + (revision - 1));
    prints("compacted\ntwo\n", "get", "compacted", "--rev", Long.toString(revision - 1));
    prints("compacted revision " + revision + "\n", "compact", "--physical", "" + revision);
    String gone = "etcdserver: mvcc: required revision has been compacted";
    assertThat(etcdctl.run("get", "compacted", "--rev", Long.toString(revision - 1)).out())
        .contains(gone);
    assertThat(etcdctl.run("compaction", "" + revision).out()).contains(gone);
    assertThat(etcdctl.run("watch", "compacted", "--rev", "1").out())
        .contains("watch was canceled (" + gone + ")");
    prints("compacted\nthree\n", "get", "compacted", "--rev", "" + revision);
    String hashes = etcdctl.run("endpoint", "hashkv", "-w", "json").out();
    assertThat(all("\"hash\":([0-9]+)", hashes)).hasSize(3).containsOnly(header("hash", hashes));
    assertThat(all("\"compact_revision\":([0-9]+)", hashes))
        .containsExactly("" + revision, "" + revision, "" + revision);
    assertThat(etcdctl.run("defrag").out()).contains("Finished defragmenting");
    prints("", "alarm", "disarm");
  }

  private static String header(String field, String json) {
    return all("\"" + field + "\":([0-9]+)", json).getFirst();
  }

  private static List<String> all(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.results().map(result -> result.group(1)).toList();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
