package io.synod.node.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.core.RegisterState;
import io.synod.core.Settings;
import io.synod.node.Failure;
import io.synod.node.registers.RegisterException;
import io.synod.node.registers.Registers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RegistersOfMembersTest {

  private @TempDir Path directory;

  private LocalCluster cluster(Settings settings) throws Exception {
    LocalCluster cluster = new LocalCluster(directory, 3, settings, Long.MAX_VALUE);
    cluster.startAll();
    return cluster;
  }

  private static <T> T get(CompletableFuture<T> answer) throws Exception {
    return answer.get(30, TimeUnit.SECONDS);
  }

  private static Bytes bytes(String value) {
    return Bytes.wrap(value.getBytes(StandardCharsets.UTF_8));
  }

  private static Registers registers(LocalCluster cluster, int member) {
    return cluster.member(member).registers();
  }

  private static Bytes read(LocalCluster cluster, int member, String name) throws Exception {
    Optional<Registers.Chosen> chosen = get(registers(cluster, member).read(name));
    return chosen.map(Registers.Chosen::value).orElse(Bytes.wrap(new byte[] {'?'}));
  }

  @Test
  void aRegisterIsChosenOnceAndReadThroughEveryMember() throws Exception {
    try (LocalCluster cluster = cluster(LocalCluster.SETTINGS)) {
      assertThat(get(registers(cluster, 3).read("a"))).isEmpty();
      assertThat(get(registers(cluster, 2).propose("a", bytes("X"))))
          .isEqualTo(new Registers.Chosen(bytes("X"), true, 1));
      Registers.Chosen second = get(registers(cluster, 3).propose("a", bytes("Y")));
      assertThat(second.value()).isEqualTo(bytes("X"));
      assertThat(second.own()).isFalse();
      for (int member = 1; member <= 3; member++) {
        assertThat(read(cluster, member, "a")).isEqualTo(bytes("X"));
      }
    }
  }

  @Test
  void twoOfThreeSufficeAndTheThirdLearnsWhenItIsAsked() throws Exception {
    try (LocalCluster cluster = cluster(LocalCluster.SETTINGS)) {
      cluster.kill(1);
      for (int i = 0; i < 20; i++) {
        assertThat(get(registers(cluster, 2 + i % 2).propose("r" + i, bytes("v" + i))).own())
            .isTrue();
      }
      cluster.start(1);
      assertThat(read(cluster, 1, "r7")).isEqualTo(bytes("v7"));
    }
  }

  @Test
  void whatWasChosenOutlivesAllMembersAndTheJournal() throws Exception {
    byte[] large = new byte[Registers.LARGEST_VALUE];
    large[large.length - 1] = 7;
    try (LocalCluster cluster = new LocalCluster(directory, 3, LocalCluster.SETTINGS, 10)) {
      cluster.startAll();
      for (int i = 0; i < 20; i++) {
        get(registers(cluster, 1 + i % 3).propose("large " + i, Bytes.wrap(large)));
      }
      while (cluster.member(1).status().durable() == 0) {
        get(cluster.propose(1, "something else"));
      }
      get(registers(cluster, 1).propose("small", bytes("s")));
      for (int member = 1; member <= 3; member++) {
        cluster.kill(member);
      }
      cluster.startAll();
      assertThat(read(cluster, 1, "small")).isEqualTo(bytes("s"));
      assertThat(read(cluster, 2, "large 0")).isEqualTo(Bytes.wrap(large));
      assertThat(read(cluster, 3, "large 19")).isEqualTo(Bytes.wrap(large));
      assertThat(get(registers(cluster, 2).propose("small", bytes("t"))).value())
          .isEqualTo(bytes("s"));
    }
  }

  @Test
  void aDuelOfManyWritersEndsWithOneValue() throws Exception {
    try (LocalCluster cluster = cluster(LocalCluster.SETTINGS)) {
      for (int round = 0; round < 20; round++) {
        List<CompletableFuture<Registers.Chosen>> writes = new ArrayList<>();
        for (int writer = 0; writer < 16; writer++) {
          Bytes value = bytes("writer " + writer);
          writes.add(registers(cluster, 1 + writer % 3).propose("duel " + round, value));
        }
        Set<Bytes> values = new HashSet<>();
        int own = 0;
        for (CompletableFuture<Registers.Chosen> write : writes) {
          Registers.Chosen chosen = get(write);
          values.add(chosen.value());
          own += chosen.own() ? 1 : 0;
        }
        assertThat(values).hasSize(1);
        assertThat(own).isEqualTo(1);
      }
    }
  }

  @Test
  void membersSayWhatTheyHold() throws Exception {
    try (LocalCluster cluster = cluster(LocalCluster.SETTINGS)) {
      get(registers(cluster, 1).propose("b", bytes("2")));
      get(registers(cluster, 2).read("b")); // it may have been chosen without the second member
      get(registers(cluster, 2).propose("a", bytes("1")));
      Map<MemberId, RegisterState> states;
      do {
        // Those that are not connected yet are left out.
        states = get(registers(cluster, 1).explain("a"));
      } while (states.size() < 3);
      assertThat(states).containsOnlyKeys(new MemberId(1), new MemberId(2), new MemberId(3));
      assertThat(states)
          .hasEntrySatisfying(new MemberId(2), held -> assertThat(held.chosen()).isTrue());
      assertThat(get(registers(cluster, 2).list("", 10)))
          .extracting(Registers.Listed::name)
          .containsExactly("a", "b");
      assertThat(get(registers(cluster, 2).list("a", 10))).hasSize(1);
    }
  }

  @Test
  void aWriteWithoutAQuorumSaysSoAndWhatMayBecomeOfIt() throws Exception {
    try (LocalCluster cluster = cluster(LocalCluster.SETTINGS)) {
      cluster.kill(2);
      cluster.kill(3);
      CompletableFuture<Registers.Chosen> write = registers(cluster, 1).propose("a", bytes("X"));
      cluster.kill(1);
      assertThatThrownBy(() -> get(write))
          .cause()
          .isInstanceOfSatisfying(
              RegisterException.class,
              e -> assertThat(e.failure()).isIn(Failure.STOPPED, Failure.TIMED_OUT))
          .hasMessageContaining("may still be chosen");
    }
  }

  @Test
  void whatIsNoRegisterIsRefusedWithASentence() throws Exception {
    try (LocalCluster cluster = cluster(LocalCluster.SETTINGS)) {
      Registers registers = registers(cluster, 1);
      assertThatThrownBy(() -> registers.read("")).hasMessageContaining("1 to 256 bytes");
      assertThatThrownBy(() -> registers.read("ä".repeat(129))).hasMessageContaining("258");
      Bytes large = Bytes.wrap(new byte[Registers.LARGEST_VALUE + 1]);
      assertThatThrownBy(() -> registers.propose("a", large)).hasMessageContaining("1048577");
    }
  }
}
