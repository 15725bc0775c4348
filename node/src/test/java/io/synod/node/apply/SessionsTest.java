package io.synod.node.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Session;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionsTest {

  private static final MemberId WRITER = new MemberId(-5);

  private static Command command(long boot, long sequence, long acknowledged) {
    return new Command(new Session(WRITER, boot), sequence, acknowledged, Bytes.EMPTY);
  }

  /** After boot 2 applied 5 with 2 acknowledged: each boot against each kind of sequence. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, false",
    "1, 3, false",
    "1, 5, false",
    "1, 6, false",
    "2, 1, false",
    "2, 2, false",
    "2, 3, true",
    "2, 4, true",
    "2, 5, false",
    "2, 6, true",
    "2, 9, true",
    "3, 1, true",
    "3, 5, true",
    "3, 6, true",
  })
  void aCommandIsAppliedOnceAndOnlyInTheNewestBoot(long boot, long sequence, boolean applied) {
    Sessions sessions = new Sessions(Map.of());
    assertThat(sessions.admit(command(2, 5, 2))).isTrue();
    assertThat(sessions.admit(command(boot, sequence, 0))).isEqualTo(applied);
    assertThat(sessions.admit(command(boot, sequence, 0))).isFalse();
  }

  @Test
  void otherMembersSessionsAreTheirOwn() {
    Sessions sessions = new Sessions(Map.of());
    assertThat(sessions.admit(command(2, 5, 4))).isTrue();
    Command other = new Command(new Session(new MemberId(6), 1), 5, 4, Bytes.EMPTY);
    assertThat(sessions.admit(other)).isTrue();
    assertThat(sessions.contains(other.session(), 5)).isTrue();
    assertThat(sessions.contains(new Session(WRITER, 1), 5)).isFalse();
  }

  @Test
  void onlyTheNotesOfChangedSessionsAreWritten() {
    Sessions sessions = new Sessions(Map.of());
    assertThat(sessions.admit(command(1, 1, 0))).isTrue();
    Map<String, Bytes> notes = new HashMap<>();
    sessions.addChanged(notes);
    assertThat(notes).containsOnlyKeys("session/fffffffffffffffb");
    notes.clear();
    assertThat(sessions.admit(command(1, 1, 0))).isFalse();
    sessions.addChanged(notes);
    assertThat(notes).isEmpty();
  }

  @Test
  void theTableIsAFunctionOfTheLogWhereverARestartInterruptsIt() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Sessions straight = new Sessions(Map.of());
      Sessions restarted = new Sessions(Map.of());
      Map<String, Bytes> notes = new HashMap<>();
      Set<Long> model = new HashSet<>();
      long floor = 0;
      for (int i = 0; i < 200; i++) {
        long sequence = 1L + random.nextInt(60);
        long acknowledged = Math.min(sequence - 1, random.nextInt(1 + i / 4));
        boolean expected = sequence > floor && !model.contains(sequence);
        Command command = command(1, sequence, acknowledged);
        assertThat(straight.admit(command)).isEqualTo(expected);
        assertThat(restarted.admit(command)).isEqualTo(expected);
        if (expected) {
          model.add(sequence);
          floor = Math.max(floor, acknowledged);
        }
        restarted.addChanged(notes);
        if (random.nextInt(5) == 0) {
          restarted = new Sessions(notes);
        }
      }
      Map<String, Bytes> all = new HashMap<>();
      straight.addChanged(all);
      assertThat(all).isEqualTo(notes);
    }
  }
}
