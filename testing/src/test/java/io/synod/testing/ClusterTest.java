package io.synod.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.cluster.Member;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@SynodCluster
@Timeout(value = 90, unit = TimeUnit.SECONDS)
final class ClusterTest {

  private static final ByteSequence KEY = ByteSequence.from("key", UTF_8);

  private static void put(Cluster cluster, int member, String value) throws Exception {
    try (Client client = Client.builder().endpoints(cluster.endpoint(member)).build()) {
      client.getKVClient().put(KEY, ByteSequence.from(value, UTF_8)).get(20, TimeUnit.SECONDS);
    }
  }

  private static String get(Cluster cluster, int member) throws Exception {
    try (Client client = Client.builder().endpoints(cluster.endpoint(member)).build()) {
      return client
          .getKVClient()
          .get(KEY, GetOption.DEFAULT)
          .get(20, TimeUnit.SECONDS)
          .getKvs()
          .getFirst()
          .getValue()
          .toString(UTF_8);
    }
  }

  @Test
  void whatIsWrittenThroughOneMemberIsReadThroughEveryOther(Cluster cluster) throws Exception {
    put(cluster, 1, "written");

    assertThat(cluster.endpoints()).hasSize(3).doesNotHaveDuplicates();
    for (int member = 1; member <= cluster.size(); member++) {
      assertThat(get(cluster, member)).isEqualTo("written");
    }
  }

  @Test
  void aKilledMemberComesBackWithWhatItMissed(Cluster cluster) throws Exception {
    int killed = cluster.awaitLeader();
    cluster.kill(killed);
    assertThat(cluster.isRunning(killed)).isFalse();
    int next = cluster.awaitLeader();
    assertThat(next).isNotEqualTo(killed);
    put(cluster, next, "while it was away");

    cluster.restart(killed);
    cluster.heal();

    assertThat(get(cluster, killed)).isEqualTo("while it was away");
  }

  @Test
  void aPausedLeaderIsReplacedAndComesBackWithoutHarm(Cluster cluster) throws Exception {
    int old = cluster.awaitLeader();
    cluster.pause(old);
    int next = cluster.awaitLeader();
    assertThat(next).isNotEqualTo(old);
    put(cluster, next, "meanwhile");

    cluster.resume(old);

    assertThat(get(cluster, old)).isEqualTo("meanwhile");
  }

  @Test
  void aPausedMemberAnswersNoClientBeforeItGoesOn(Cluster cluster) throws Exception {
    put(cluster, 1, "before");
    try (Client client = Client.builder().endpoints(cluster.endpoint(1)).build();
        Client others = Client.builder().endpoints(cluster.endpoint(2)).build()) {
      GetOption local = GetOption.builder().withSerializable(true).build();
      client.getKVClient().get(KEY, local).get(20, TimeUnit.SECONDS);
      cluster.pause(1);
      CompletableFuture<GetResponse> waiting = client.getKVClient().get(KEY, local);
      for (int i = 0; i < 200; i++) {
        others.getKVClient().get(KEY, local).get(20, TimeUnit.SECONDS);
      }
      assertThat(waiting).isNotDone();

      cluster.resume(1);

      assertThat(waiting.get(20, TimeUnit.SECONDS).getKvs()).hasSize(1);
    }
  }

  @Test
  void aPausedMemberThatIsKilledNeverSaysWhatItHadToSay(Cluster cluster) throws Exception {
    cluster.pause(1);
    URI member = cluster.endpoint(1);
    try (Socket client = new Socket(member.getHost(), member.getPort())) {
      client.getOutputStream().write("GET /version HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(UTF_8));

      cluster.kill(1);

      assertThat(said(client)).isEmpty();
    }
    assertThatThrownBy(() -> new Socket(member.getHost(), member.getPort()).close())
        .isInstanceOf(ConnectException.class);
  }

  private static byte[] said(Socket client) throws IOException {
    try {
      return client.getInputStream().readAllBytes();
    } catch (SocketException e) {
      return new byte[0]; // the connection broke
    }
  }

  @Test
  void aPausedMemberCanBeKilled(Cluster cluster) throws Exception {
    cluster.pause(1);
    cluster.kill(1);
    assertThat(cluster.isRunning(1)).isFalse();

    cluster.restart(1);
    cluster.heal();

    put(cluster, 1, "after");
    assertThat(get(cluster, 2)).isEqualTo("after");
  }

  @Test
  void aMinorityAnswersNoWrite(Cluster cluster) throws Exception {
    int alone = cluster.awaitLeader();
    List<Integer> others = Stream.of(1, 2, 3).filter(member -> member != alone).toList();
    cluster.partition(others);
    int next = cluster.awaitLeader();
    assertThat(others).contains(next);
    put(cluster, next, "majority");

    try (Client client = Client.builder().endpoints(cluster.endpoint(alone)).build()) {
      assertThatThrownBy(() ->
              client
                  .getKVClient()
                  .put(KEY, ByteSequence.from("minority", UTF_8))
                  .get(1, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
    }
    assertThat(get(cluster, next)).isEqualTo("majority");
  }

  @Test
  void withoutItsLeadersVoiceAMemberStillServes(Cluster cluster) throws Exception {
    int leader = cluster.awaitLeader();
    int deaf = leader == 1 ? 2 : 1;
    cluster.cut(leader, deaf);

    put(cluster, deaf, "around");

    assertThat(get(cluster, deaf)).isEqualTo("around");
  }

  @Test
  void slowLinksSlowButDoNotStop(Cluster cluster) throws Exception {
    cluster.delay(1, 2, Duration.ofMillis(20));
    cluster.delay(2, 1, Duration.ofMillis(20));

    put(cluster, 2, "slowly");

    assertThat(get(cluster, 1)).isEqualTo("slowly");
  }

  @Test
  @SynodCluster(members = 1)
  void aTestMayHaveAClusterOfItsOwn(Cluster own) throws Exception {
    put(own, 1, "alone");

    assertThat(own.size()).isEqualTo(1);
    assertThat(get(own, 1)).isEqualTo("alone");
  }

  @Test
  @SynodCluster
  void fromItsStartEveryMemberListsAllWithTheirAddresses(Cluster fresh) throws Exception {
    List<List<URI>> all = fresh.endpoints().stream().map(List::of).toList();
    for (URI endpoint : fresh.endpoints()) {
      try (Client client = Client.builder().endpoints(endpoint).build()) {
        List<Member> listed =
            client.getClusterClient().listMember().get(20, TimeUnit.SECONDS).getMembers();

        assertThat(listed).extracting(Member::getClientURIs).hasSameElementsAs(all);
        assertThat(listed).extracting(Member::getName).doesNotContain("");
      }
    }
  }

  @Test
  void membersThatDoNotExistAreRefused(Cluster cluster) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> cluster.kill(4))
        .withMessage("There is no member 4: this cluster has 1 to 3.");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Cluster.start(10))
        .withMessage("A cluster has 1 to 9 members, not 10.");
  }

  @Test
  void twoClustersKnowNothingOfEachOther(Cluster first) throws Exception {
    put(first, 1, "first");
    try (Cluster second = Cluster.start(3)) {
      put(second, 1, "second");

      assertThat(get(first, 2)).isEqualTo("first");
      assertThat(get(second, 2)).isEqualTo("second");
    }
    assertThat(get(first, 3)).isEqualTo("first");
  }

  @Test
  void nothingIsLeftBehind() {
    Set<Thread> before = threads();
    Cluster cluster = Cluster.start(3);
    Path directory = cluster.directory();
    assertThat(directory).isNotEmptyDirectory();
    cluster.kill(2);

    cluster.close();

    assertThat(directory).doesNotExist();
    while (!before.containsAll(threads())) {
      Thread.onSpinWait();
    }
  }

  private static Set<Thread> threads() {
    return Set.copyOf(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("synod"))
            .toList());
  }

  @Nested
  final class Inside {

    @Test
    void aNestedClassHasTheClusterOfTheClassAroundIt(Cluster cluster) throws Exception {
      put(cluster, 1, "nested");

      assertThat(get(cluster, 2)).isEqualTo("nested");
    }
  }
}
