package io.synod.node.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.MemberId;
import io.synod.core.Settings;
import io.synod.node.StartException;
import io.synod.node.apply.DurableMachine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RunningMemberTest {

  private @TempDir Path directory;

  private LocalCluster cluster(int size) throws Exception {
    LocalCluster cluster = new LocalCluster(directory, size, LocalCluster.SETTINGS, Long.MAX_VALUE);
    cluster.startAll();
    return cluster;
  }

  private static <T> T get(CompletableFuture<T> answer) throws Exception {
    return answer.get(30, TimeUnit.SECONDS);
  }

  @Test
  void aSingleMemberAnswersAndKeepsWhatItAcknowledged() throws Exception {
    try (LocalCluster cluster = cluster(1)) {
      assertThat(get(cluster.propose(1, "a"))).isEqualTo("1");
      assertThat(get(cluster.propose(1, "b"))).isEqualTo("2");
      cluster.kill(1);
      cluster.start(1);
      get(cluster.read(1));
      assertThat(cluster.machine(1).lines()).containsExactly("a", "b");
    }
  }

  @Test
  void whatIsProposedAtOneMemberIsReadAtEveryOther() throws Exception {
    try (LocalCluster cluster = cluster(3)) {
      for (int writer = 1; writer <= 3; writer++) {
        String line = "from " + writer;
        get(cluster.propose(writer, line));
        for (int reader = 1; reader <= 3; reader++) {
          get(cluster.read(reader));
          assertThat(cluster.machine(reader).lines()).contains(line);
        }
      }
    }
  }

  @Test
  void manyProposalsInFlightAreEachAppliedOnceInTheOrderOfTheirMember() throws Exception {
    try (LocalCluster cluster = cluster(3)) {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        answers.add(cluster.propose(1 + i % 3, i % 3 + "/" + i));
      }
      for (CompletableFuture<String> answer : answers) {
        get(answer);
      }
      for (int i = 1; i <= 3; i++) {
        get(cluster.read(i));
        List<String> lines = cluster.machine(i).lines();
        assertThat(lines).hasSize(5_000).doesNotHaveDuplicates();
      }
      assertThat(cluster.machine(1).lines()).isEqualTo(cluster.machine(2).lines());
      assertThat(cluster.member(1).status().logHash())
          .isEqualTo(cluster.member(3).status().logHash());
    }
  }

  @Test
  void anotherMemberTakesOverWhenTheLeaderDiesAndNothingAcknowledgedIsLost() throws Exception {
    try (LocalCluster cluster = cluster(3)) {
      List<String> acknowledged = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        get(cluster.propose(1 + i % 3, "line " + i));
        acknowledged.add("line " + i);
      }
      int leader = cluster.leader();
      cluster.kill(leader);
      int other = leader % 3 + 1;
      get(cluster.propose(other, "after"));
      cluster.start(leader);
      get(cluster.read(leader));
      assertThat(cluster.machine(leader).lines()).containsAll(acknowledged).endsWith("after");
    }
  }

  @Test
  void allMembersDieAtOnceAndComeBackWithEverything() throws Exception {
    try (LocalCluster cluster = cluster(3)) {
      List<CompletableFuture<String>> answers =
          IntStream.range(0, 300).mapToObj(i -> cluster.propose(1 + i % 3, "line " + i)).toList();
      for (CompletableFuture<String> answer : answers) {
        get(answer);
      }
      for (int i = 1; i <= 3; i++) {
        cluster.kill(i);
      }
      cluster.startAll();
      for (int i = 1; i <= 3; i++) {
        get(cluster.read(i));
        assertThat(cluster.machine(i).lines()).hasSize(300).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void aMemberThatMissedMoreThanTheLogHoldsCatchesUpByASnapshot() throws Exception {
    try (LocalCluster cluster = new LocalCluster(directory, 3, LocalCluster.SETTINGS, 100)) {
      cluster.startAll();
      get(cluster.propose(1, "first"));
      cluster.kill(3);
      String filler = "x".repeat(20_000);
      for (int round = 0; round < 10; round++) {
        int from = round * 30;
        List<CompletableFuture<String>> answers =
            IntStream.range(from, from + 30).mapToObj(i -> cluster.propose(1, i + filler)).toList();
        for (CompletableFuture<String> answer : answers) {
          get(answer);
        }
      }
      cluster.start(3);
      get(cluster.read(3));
      assertThat(cluster.machine(3).lines()).isEqualTo(cluster.machine(1).lines()).hasSize(301);
      assertThat(cluster.machine(3).durableSlot()).isPositive();
      get(cluster.propose(3, "last"));
      cluster.kill(3);
      cluster.start(3);
      get(cluster.read(3));
      assertThat(cluster.machine(3).lines()).hasSize(302);
      assertThat(cluster.member(3).status().logHash())
          .isEqualTo(hashAt(cluster, 1, cluster.member(3).status()));
    }
  }

  private static long hashAt(LocalCluster cluster, int member, MemberStatus like) throws Exception {
    get(cluster.read(member));
    MemberStatus status = cluster.member(member).status();
    assertThat(status.applied()).isEqualTo(like.applied());
    return status.logHash();
  }

  @Test
  void theJournalIsCutOnceTheStateIsDurable() throws Exception {
    try (LocalCluster cluster = new LocalCluster(directory, 1, LocalCluster.SETTINGS, 10)) {
      cluster.startAll();
      for (int i = 0; i < 50; i++) {
        get(cluster.propose(1, "line " + i));
      }
      cluster.close(1);
      cluster.start(1);
      assertThat(cluster.machine(1).durableSlot()).isGreaterThanOrEqualTo(50);
      get(cluster.read(1));
      assertThat(cluster.machine(1).lines()).hasSize(50);
    }
  }

  @Test
  void tooManyProposalsAreRefusedAtOnceAndTheOthersAnswered() throws Exception {
    Settings few = new Settings(20, 200, 64, 16 << 20, 1024, 1 << 20, 100, 64 << 20, 1 << 20);
    try (LocalCluster cluster = new LocalCluster(directory, 1, few, Long.MAX_VALUE)) {
      cluster.startAll();
      get(cluster.propose(1, "warm"));
      cluster.machine(1).brake.acquire();
      List<CompletableFuture<String>> answers =
          IntStream.range(0, 150).mapToObj(i -> cluster.propose(1, "line " + i)).toList();
      assertThat(answers.stream().filter(CompletableFuture::isCompletedExceptionally)).hasSize(50);
      cluster.machine(1).brake.release();
      for (CompletableFuture<String> answer : answers.subList(0, 100)) {
        get(answer);
      }
      assertThatThrownBy(() -> get(answers.get(120)))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("TOO_MANY");
    }
  }

  @Test
  void aStoppedMemberTellsThoseWhoWaitAndThoseWhoCome() throws Exception {
    try (LocalCluster cluster =
        new LocalCluster(directory, 3, LocalCluster.SETTINGS, Long.MAX_VALUE)) {
      cluster.start(1);
      CompletableFuture<String> waiting = cluster.propose(1, "no quorum");
      CompletableFuture<Long> reading = cluster.read(1);
      RunningMember<String> member = cluster.member(1);
      cluster.close(1);
      assertThatThrownBy(() -> get(waiting)).hasMessageContaining("STOPPED");
      assertThatThrownBy(() -> get(reading)).hasMessageContaining("STOPPED");
      CompletableFuture<Long> late = new CompletableFuture<>();
      member.read(Runnable::run, LocalCluster.reply(late));
      assertThatThrownBy(() -> get(late)).hasMessageContaining("STOPPED");
    }
  }

  @Test
  void withoutAQuorumWhoWaitsLearnsThatThereIsNoLeader() throws Exception {
    try (LocalCluster cluster =
        new LocalCluster(directory, 3, LocalCluster.SETTINGS, Long.MAX_VALUE)) {
      MemberPlan c = cluster.config(1);
      MemberPlan hasty =
          new MemberPlan(
              c.clusterId(),
              c.id(),
              c.name(),
              c.directory(),
              c.listen(),
              c.peers(),
              c.settings(),
              300);
      try (RunningMember<String> member =
          RunningMember.start(hasty, (DurableMachine.Opener<String>) LedgerMachine::new)) {
        CompletableFuture<Long> reading = new CompletableFuture<>();
        member.read(Runnable::run, LocalCluster.reply(reading));
        assertThatThrownBy(() -> get(reading)).hasMessageContaining("NO_LEADER");
      }
    }
  }

  @Test
  void theLeadIsHandedOverOnRequestAndAtAnOrderlyEnd() throws Exception {
    try (LocalCluster cluster = cluster(3)) {
      get(cluster.propose(1, "a"));
      int leader = cluster.leader();
      int heir = leader % 3 + 1;
      cluster.member(leader).handOver(new MemberId(heir));
      while (cluster.leader() != heir) {
        get(cluster.propose(heir, "b"));
      }
      cluster.close(heir);
      get(cluster.propose(leader, "c"));
    }
  }

  @Test
  void aPortThatIsTakenIsNamedInASentence() throws Exception {
    try (LocalCluster cluster = cluster(1)) {
      MemberPlan c = cluster.config(1);
      MemberPlan second =
          new MemberPlan(
              c.clusterId(),
              c.id(),
              "second",
              directory.resolve("second"),
              c.listen(),
              c.peers(),
              c.settings(),
              300);
      assertThatThrownBy(
              () -> RunningMember.start(second, (DurableMachine.Opener<String>) LedgerMachine::new))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("cannot listen for its peers on")
          .hasMessageContaining(":" + c.listen().getPort());
      get(cluster.propose(1, "still well"));
    }
  }

  @Test
  void aDirectoryInUseOrOfAnotherClusterIsNamedInASentence() throws Exception {
    try (LocalCluster cluster = cluster(1)) {
      assertThatThrownBy(() -> cluster.start(1))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("is in use by another process");
      cluster.close(1);
      MemberPlan c = cluster.config(1);
      MemberPlan other =
          new MemberPlan(
              43, c.id(), c.name(), c.directory(), c.listen(), c.peers(), c.settings(), 300);
      assertThatThrownBy(
              () -> RunningMember.start(other, (DurableMachine.Opener<String>) LedgerMachine::new))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("belongs to cluster 2a");
      cluster.start(1);
    }
  }
}
