package io.synod.examples.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.node.LocalNetwork;
import io.synod.node.Member;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WriterTest {

  private @TempDir Path directory;
  private final LocalNetwork network = new LocalNetwork();
  private List<Member<Seat>> members = List.of();
  private GuardedFile file = new GuardedFile(Path.of(""));

  @BeforeEach
  void start() throws Exception {
    file = new GuardedFile(directory.resolve("file"));
    members = Rivals.start(network);
  }

  @AfterEach
  void stop() {
    members.parallelStream().forEach(Member::close);
  }

  private Writer writer(String name, int member) {
    return new Writer(name, members.get(member), file);
  }

  @Test
  void aWriterThatSleptWhileAnotherTookTheSeatIsRefusedByTheGuard() throws Exception {
    Writer red = writer("red", 0);
    Writer blue = writer("blue", 1);
    assertThat(red.takeSeat()).isTrue();
    assertThat(red.write("first")).isTrue();
    network.pause(1);
    assertThat(blue.takeSeat()).isTrue();
    assertThat(blue.token()).isGreaterThan(red.token());
    assertThat(blue.write("second")).isTrue();
    network.resume(1);
    assertThat(red.write("third")).isFalse();
    assertThat(file.lines())
        .containsExactly(red.token() + " red: first", blue.token() + " blue: second");
  }

  @Test
  void ofThoseWhoTryAtOnceOneGetsTheSeat() throws Exception {
    Seat.Holder nobody = new Seat.Holder(0, "");
    List<Writer> writers =
        IntStream.range(0, 9).mapToObj(i -> writer("writer-" + i, i % 3)).toList();
    try (ExecutorService pool = Executors.newFixedThreadPool(9)) {
      List<Callable<Boolean>> tries =
          writers.stream()
              .map(writer -> (Callable<Boolean>) () -> writer.takeSeatFrom(nobody))
              .toList();
      long seated = 0;
      for (var result : pool.invokeAll(tries)) {
        seated += result.get(60, TimeUnit.SECONDS) ? 1 : 0;
      }
      assertThat(seated).isEqualTo(1);
    }
    assertThat(writers).filteredOn(writer -> writer.token() > 0).hasSize(1);
  }

  @Test
  void whoNeverHadTheSeatIsRefused() throws Exception {
    assertThat(writer("red", 0).write("anything")).isFalse();
    assertThat(file.lines()).isEmpty();
  }

  @Test
  void aGuardThatIsReplacedKnowsTheNewestToken() throws Exception {
    assertThat(file.append(7, "new")).isTrue();
    GuardedFile replaced = new GuardedFile(directory.resolve("file"));
    assertThat(replaced.append(6, "old")).isFalse();
    assertThat(replaced.append(8, "newer")).isTrue();
  }
}
