package io.synod.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Command;
import io.synod.core.Samples;
import io.synod.core.Settings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands that wait for a slot. */
final class BacklogTest {

  /**
   * At most 3 commands or 10 bytes in a slot; 2 commands and 20 bytes of this member's own may
   * wait.
   */
  private final Backlog backlog =
      new Backlog(new Settings(100, 1_000, 64, 1 << 20, 3, 10, 2, 20, 1 << 20));

  private long sequence;

  private List<Command> commands(String... payloads) {
    List<Command> commands = new ArrayList<>();
    for (String payload : payloads) {
      commands.add(Samples.command(++sequence, payload));
    }
    return commands;
  }

  @Test
  void aSlotTakesAsManyAsFitInTheirOrder() {
    List<Command> commands = commands("1", "2", "3", "1234567", "123", "1", "12345678901234", "x");
    backlog.addOwn(commands);
    assertThat(backlog.next().commands())
        .as("no more than three")
        .isEqualTo(commands.subList(0, 3));
    assertThat(backlog.next().commands())
        .as("no more than ten bytes")
        .isEqualTo(commands.subList(3, 5));
    assertThat(backlog.next().commands()).isEqualTo(commands.subList(5, 6));
    assertThat(backlog.next().commands())
        .as("too large for any, so alone")
        .isEqualTo(commands.subList(6, 7));
    assertThat(backlog.isEmpty()).isFalse();
    assertThat(backlog.next().commands()).isEqualTo(commands.subList(7, 8));
    assertThat(backlog.isEmpty()).isTrue();
  }

  @Test
  void forwardedCommandsAreDroppedWhileTooManyWait() {
    backlog.addForwarded(commands("1", "2", "3"));
    backlog.addForwarded(commands("4"));
    backlog.addForwarded(commands("too many"));
    assertThat(backlog.next().commands()).hasSize(3);
    assertThat(backlog.next().commands()).hasSize(1);
    assertThat(backlog.isEmpty()).isTrue();
  }

  @Test
  void forwardedCommandsAreDroppedWhileTooManyBytesWaitAndTakenOnceThereIsRoom() {
    backlog.addForwarded(commands("12345678901234567890"));
    backlog.addForwarded(commands("x"));
    assertThat(backlog.next().commands()).hasSize(1);
    assertThat(backlog.isEmpty()).isTrue();
    backlog.addForwarded(commands("x"));
    assertThat(backlog.isEmpty()).isFalse();
    backlog.addOwn(commands("12345678901234567890"));
    backlog.clear();
    assertThat(backlog.isEmpty()).isTrue();
    backlog.addForwarded(commands("y"));
    assertThat(backlog.isEmpty()).as("cleared bytes do not count").isFalse();
  }

  @Test
  void aCommandThatIsSentAgainWaitsOnce() {
    List<Command> commands = commands("1", "2");
    backlog.addForwarded(commands);
    backlog.addForwarded(commands);
    assertThat(backlog.next().commands()).isEqualTo(commands);
    assertThat(backlog.isEmpty()).isTrue();
  }
}
