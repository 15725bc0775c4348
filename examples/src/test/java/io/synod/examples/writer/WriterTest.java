package io.synod.examples.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The writers are processes, as in the example. */
@Timeout(120)
class WriterTest {

  private static final int ROUNDS = 20;

  private @TempDir Path directory;
  private Rivals rivals;

  @BeforeEach
  void start() throws Exception {
    rivals = new Rivals(directory);
  }

  @AfterEach
  void stop() {
    rivals.close();
  }

  private static String tell(Rival rival, String order) throws Exception {
    rival.order(order);
    return rival.answer();
  }

  /** Both try to take the seat from the same holder; returns who has it. */
  private Seat.Holder race(long from) throws Exception {
    rivals.red().order("take " + from);
    rivals.blue().order("take " + from);
    String red = rivals.red().answer();
    assertThat(rivals.blue().answer()).isEqualTo(red);
    Seat.Holder holder = rivals.holder();
    assertThat(red).isEqualTo(holder.writer() + " has the seat, token " + holder.token());
    assertThat(holder.token()).isGreaterThan(from);
    return holder;
  }

  private Rival rival(String name) {
    return name.equals("red") ? rivals.red() : rivals.blue();
  }

  private Rival rivalOf(Rival one) {
    return one == rivals.red() ? rivals.blue() : rivals.red();
  }

  @Test
  void aWriterThatSleptWhileAnotherTookTheSeatIsRefusedByTheGuard() throws Exception {
    Seat.Holder first = race(0);
    Rival old = rival(first.writer());
    Rival other = rivalOf(old);
    assertThat(tell(old, "write first")).isEqualTo("written");
    old.pause();
    tell(other, "take " + first.token());
    Seat.Holder second = rivals.holder();
    assertThat(second.writer()).isEqualTo(other.name());
    assertThat(second.token()).isGreaterThan(first.token());
    assertThat(tell(other, "write second")).isEqualTo("written");
    old.order("write third");
    old.resume();
    assertThat(old.answer()).isEqualTo("refused");
    assertThat(rivals.file().lines())
        .containsExactly(
            first.token() + " " + old.name() + ": first",
            second.token() + " " + other.name() + ": second");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPausedWriterIsAStoppedProcess() throws Exception {
    Seat.Holder holder = race(0);
    Rival old = rival(holder.writer());
    old.pause();
    Path stat = Path.of("/proc", String.valueOf(old.process().pid()), "stat");
    while (!Files.readString(stat).contains(") T ")) {
      Thread.onSpinWait();
    }
    old.order("write while stopped");
    assertThat(tell(rivalOf(old), "take " + holder.token())).startsWith(rivalOf(old).name());
    assertThat(rivals.file().lines()).isEmpty();
  }

  @Test
  void noTwoWritersAreEverLetInWithTheSameToken() throws Exception {
    List<String> accepted = new ArrayList<>();
    long token = 0;
    for (int round = 0; round < ROUNDS; round++) {
      token = race(token).token();
      rivals.red().order("write " + round);
      rivals.blue().order("write " + round);
      for (Rival rival : List.of(rivals.red(), rivals.blue())) {
        if (rival.answer().equals("written")) {
          accepted.add(rival.name() + ": " + round);
        }
      }
    }
    Map<Long, String> writers = new HashMap<>();
    List<Long> tokens = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String line : rivals.file().lines()) {
      String[] words = line.split(" ", 2);
      tokens.add(Long.parseLong(words[0]));
      lines.add(words[1]);
      String writer = words[1].split(":", 2)[0];
      assertThat(writers.computeIfAbsent(tokens.getLast(), _ -> writer)).isEqualTo(writer);
    }
    assertThat(tokens).isSorted();
    assertThat(lines)
        .containsExactlyInAnyOrderElementsOf(accepted)
        .hasSizeGreaterThanOrEqualTo(ROUNDS);
  }

  @Test
  void aWriterThatIsKilledLosesTheSeatToTheOther() throws Exception {
    Seat.Holder first = race(0);
    Rival dead = rival(first.writer());
    assertThat(tell(dead, "write first")).isEqualTo("written");
    dead.close();
    Rival other = rivalOf(dead);
    assertThat(tell(other, "take " + first.token())).startsWith(other.name() + " has the seat");
    assertThat(tell(other, "write second")).isEqualTo("written");
    assertThat(rivals.file().lines()).hasSize(2);
  }

  @Test
  void whoNeverHadTheSeatIsRefused() throws Exception {
    assertThat(tell(rivals.red(), "write anything")).isEqualTo("refused");
    assertThat(rivals.file().lines()).isEmpty();
  }

  @Test
  void noProcessIsLeftBehindNotEvenAPausedOne() throws Exception {
    rivals.red().pause();
    rivals.close();
    assertThat(rivals.red().process().isAlive()).isFalse();
    assertThat(rivals.blue().process().isAlive()).isFalse();
  }

  @Test
  void theStoryIsToldAsItHappens() throws Exception {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    rivals.tell(new PrintStream(page, true, UTF_8));
    assertThat(page.toString(UTF_8))
        .contains("write third: refused")
        .contains("write sixth: refused");
    assertThat(rivals.file().lines())
        .extracting(line -> line.replaceFirst("^[0-9]+ (red|blue): ", ""))
        .containsExactly("first", "second", "fourth", "fifth");
  }

  @Test
  void aGuardThatIsReplacedKnowsTheNewestToken() throws Exception {
    assertThat(rivals.file().append(7, "new")).isTrue();
    GuardedFile replaced = new GuardedFile(directory.resolve("file"));
    assertThat(replaced.append(6, "old")).isFalse();
    assertThat(replaced.append(8, "newer")).isTrue();
  }
}
