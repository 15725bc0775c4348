package io.synod.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MemberTest {

  private @TempDir Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void whatIsProposedAtOneMemberIsReadAtEveryOther() throws Exception {
    try (Trio trio = new Trio().start()) {
      assertThat(trio.propose(1, "a")).isEqualTo("1");
      assertThat(trio.propose(2, "b")).isEqualTo("2");
      for (long id = 1; id <= 3; id++) {
        assertThat(Trio.get(trio.member(id).read(Lines::all))).containsExactly("a", "b");
      }
    }
  }

  @Test
  void aLocalReadAnswersAtAMemberThatIsCutOffAndALinearizableOneDoesNot() throws Exception {
    try (Trio trio = new Trio(habits -> habits.requestTimeout(Duration.ofMillis(300))).start()) {
      trio.leader();
      Trio.get(trio.member(3).read(Lines::all));
      trio.network.partition(List.of(1L, 2L), List.of(3L));
      assertThat(Trio.get(trio.member(3).readLocal(Lines::all))).contains("who leads?");
      assertThatThrownBy(() -> Trio.get(trio.member(3).read(Lines::all)))
          .cause()
          .isInstanceOfSatisfying(
              RequestException.class,
              e -> assertThat(e.failure()).isIn(Failure.NO_LEADER, Failure.TIMED_OUT));
    }
  }

  @Test
  void whatAQueryThrowsReachesWhoAsked() throws Exception {
    try (Trio trio = new Trio().start()) {
      CompletableFuture<String> answer =
          trio.member(1)
              .read(_ -> {
                throw new IllegalArgumentException("no such line");
              });
      assertThatThrownBy(() -> Trio.get(answer)).hasMessageContaining("no such line");
    }
  }

  @Test
  void aCommandOfASessionIsAppliedOnceAndAnsweredTheSameThroughEveryMember() throws Exception {
    try (Trio trio = new Trio().start()) {
      String first = Trio.text(trio.member(1).propose("teller", 1, bytes("a")));
      for (long id = 1; id <= 3; id++) {
        assertThat(Trio.text(trio.member(id).propose("teller", 1, bytes("a")))).isEqualTo(first);
      }
      assertThat(Trio.text(trio.member(2).propose("teller", 2, bytes("b")))).isEqualTo("2");
      assertThat(Trio.get(trio.member(3).read(Lines::all))).containsExactly("a", "b");
    }
  }

  @Test
  void aSessionSurvivesTheDeathOfAllMembersAndASnapshot() throws Exception {
    try (Trio trio = new Trio(habits -> habits.snapshotAfter(1)).start()) {
      String first = Trio.text(trio.member(1).propose("teller", 1, bytes("a")));
      for (int i = 0; i < 20; i++) {
        trio.propose(1, "line " + i);
      }
      trio.member(1).close();
      for (long id = 1; id <= 3; id++) {
        trio.halt(id);
      }
      trio.start();
      assertThat(Trio.text(trio.member(2).propose("teller", 1, bytes("a")))).isEqualTo(first);
      assertThat(Trio.get(trio.member(1).read(Lines::all))).hasSize(21).startsWith("a");
    }
  }

  @Test
  void aMemberThatLearnedBySnapshotGivesTheAnswerThatASessionWasGivenBefore() throws Exception {
    try (Trio trio = new Trio(habits -> habits.keepInMemory(1_000).snapshotAfter(1_000)).start()) {
      trio.propose(1, "before");
      Trio.get(trio.member(3).read(Lines::all));
      CompletableFuture<Long> brought = new CompletableFuture<>();
      trio.member(3)
          .onChosen(
              new ChosenListener() {
                @Override
                public void chosen(long slot, List<byte[]> commands, boolean late) {}

                @Override
                public void broughtBySnapshot(long first, long last) {
                  brought.complete(last);
                }
              });
      trio.network.partition(List.of(1L, 2L), List.of(3L));
      String first = Trio.text(trio.member(1).propose("teller", 1, bytes("a")));
      for (int i = 0; i < 100; i++) {
        trio.propose(1, "x".repeat(100) + i);
      }
      trio.network.heal();
      assertThat(Trio.get(brought)).isGreaterThan(1);
      assertThat(Trio.text(trio.member(3).propose("teller", 1, bytes("a")))).isEqualTo(first);
      for (long id = 1; id <= 3; id++) {
        assertThat(Trio.get(trio.member(id).read(Lines::all))).hasSize(102).containsOnlyOnce("a");
      }
    }
  }

  @Test
  void aSessionThatHasGoneOnOrIsNotKnownRefusesTheCommand() throws Exception {
    try (Trio trio = new Trio().start()) {
      Trio.text(trio.member(1).propose("teller", 1, bytes("a")));
      Trio.text(trio.member(1).propose("teller", 7, bytes("b")));
      assertThatThrownBy(() -> Trio.text(trio.member(1).propose("teller", 1, bytes("a"))))
          .hasCauseInstanceOf(SessionException.class)
          .hasMessageContaining("gone on to sequence 7");
      assertThatThrownBy(() -> Trio.text(trio.member(1).propose("nobody", 2, bytes("a"))))
          .hasCauseInstanceOf(SessionException.class)
          .hasMessageContaining("not known");
      assertThat(Trio.get(trio.member(1).read(Lines::all))).containsExactly("a", "b");
    }
  }

  @Test
  void aMemberThatDiedComesBackWithEverythingAndCatchesUp() throws Exception {
    try (Trio trio = new Trio(habits -> habits.keepInMemory(2_000).snapshotAfter(2_000)).start()) {
      trio.propose(1, "before");
      trio.halt(3);
      for (int i = 0; i < 100; i++) {
        trio.propose(1, "x".repeat(100) + i);
      }
      trio.start(3);
      assertThat(Trio.get(trio.member(3).read(Lines::all))).hasSize(101).startsWith("before");
    }
  }

  @Test
  void aStateMachineThatThrowsStopsItsMemberWithASentence() throws Exception {
    try (Trio trio = new Trio().start()) {
      CompletableFuture<String> reason = new CompletableFuture<>();
      trio.member(1).onStop(reason::complete);
      CompletableFuture<byte[]> answer = trio.member(1).propose(bytes("break"));
      assertThat(Trio.get(reason))
          .isEqualTo("Member m1 stops because applying commands failed: it was told to break");
      assertThatThrownBy(() -> Trio.get(answer)).hasCauseInstanceOf(RequestException.class);
    }
  }

  @Test
  void listenersHearWhoLeadsAndWhenThatChanges() throws Exception {
    try (Trio trio = new Trio().start()) {
      long leader = trio.leader();
      long other = leader % 3 + 1;
      BlockingQueue<OptionalLong> heard = new LinkedBlockingQueue<>();
      trio.member(other).onLeader(heard::add);
      assertThat(heard.poll(60, TimeUnit.SECONDS)).hasValue(leader);
      trio.halt(leader);
      OptionalLong next = heard.poll(60, TimeUnit.SECONDS);
      while (next != null && next.isEmpty()) {
        next = heard.poll(60, TimeUnit.SECONDS);
      }
      assertThat(next).isNotNull();
      assertThat(next.getAsLong()).isNotEqualTo(leader);
    }
  }

  @Test
  void nothingIsLeftRunningAndManyClustersLiveInOneJvm() throws Exception {
    try (Trio one = new Trio(habits -> habits.name("one-of-many")).start();
        Trio other = new Trio(habits -> habits.name("other-of-many")).start()) {
      assertThat(one.propose(1, "a")).isEqualTo("1");
      assertThat(other.propose(1, "b")).isEqualTo("1");
      assertThat(Trio.get(one.member(2).read(Lines::all))).containsExactly("a");
      assertThat(threads()).isNotEmpty();
    }
    assertThat(threads()).isEmpty();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("-of-many"))
        .sorted()
        .toList();
  }

  @Test
  void membersOnDiskTalkOverTcpAndComeBack() throws Exception {
    Map<Long, Integer> ports = freePorts();
    for (int life = 1; life <= 2; life++) {
      List<Member<Lines>> members = new ArrayList<>();
      for (long id = 1; id <= 3; id++) {
        MemberConfig.Builder config =
            MemberConfig.builder(id).directory(directory.resolve("m" + id));
        ports.forEach((other, port) -> config.member(other, "127.0.0.1", port));
        members.add(Member.start(config.build(), Lines::new));
      }
      // Who lags behind at its restart learns by a snapshot, and would not learn its answer with
      // it.
      assertThat(Trio.get(members.get(life).read(Lines::all))).hasSize(life - 1);
      assertThat(Trio.text(members.get(life).propose(bytes("life " + life))))
          .isEqualTo(String.valueOf(life));
      members.parallelStream().forEach(Member::close);
    }
  }

  static Map<Long, Integer> freePorts() throws Exception {
    Map<Long, Integer> ports = new TreeMap<>();
    List<ServerSocket> held = new ArrayList<>();
    for (long id = 1; id <= 3; id++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      ports.put(id, socket.getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  @Test
  void aRegisterIsWrittenOnceThroughAnyMember() throws Exception {
    try (Trio trio = new Trio().start()) {
      assertThat(Trio.get(trio.member(1).registers().read("seat"))).isEmpty();
      Registers.Chosen first = Trio.get(trio.member(1).registers().propose("seat", bytes("red")));
      Registers.Chosen second = Trio.get(trio.member(2).registers().propose("seat", bytes("blue")));
      assertThat(first.isOwn()).isTrue();
      assertThat(second.isOwn()).isFalse();
      assertThat(second.value()).asString().isEqualTo("red");
      assertThat(Trio.get(trio.member(3).registers().read("seat")))
          .hasValueSatisfying(chosen -> assertThat(chosen.value()).asString().isEqualTo("red"));
    }
  }

  @Test
  void whatIsWrongWithAConfigurationIsSaidInASentence() {
    assertThatThrownBy(() -> MemberConfig.builder(1).directory(directory).build())
        .hasMessage("Member 1 is not among the members []: add it.");
    assertThatThrownBy(() -> MemberConfig.builder(1).member(1, "a", 1).build())
        .hasMessage("Member 1 has no storage: name its data directory.");
    assertThatThrownBy(() -> MemberConfig.builder(1).members(1).directory(directory).build())
        .hasMessage("Member 1 has no address: add it with host and port.");
    assertThatThrownBy(() ->
            MemberConfig.builder(1)
                .member(1, "a", 1)
                .directory(directory)
                .electionTimeout(Duration.ofMillis(200))
                .build())
        .hasMessageContaining("at least three heartbeat intervals");
  }

  @Test
  void aCommandThatIsTooLargeIsRefusedAtOnce() throws Exception {
    try (Trio trio = new Trio(habits -> habits.maxCommandBytes(10)).start()) {
      assertThatThrownBy(() -> trio.member(1).propose(new byte[11]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A command of 11 bytes is larger than the 10 that are configured.");
    }
  }

  @Test
  void aStorageInMemoryServesOneMemberAtATime() throws Exception {
    try (Trio trio = new Trio().start()) {
      assertThatThrownBy(() -> trio.start(1))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("in use by another member");
    }
  }
}
