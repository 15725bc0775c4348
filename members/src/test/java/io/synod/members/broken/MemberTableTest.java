package io.synod.members.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.sim.broken.BrokenRules;
import io.synod.sim.broken.Mistake;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator is only worth what it catches. */
class MemberTableTest {

  static List<Mistake> mistakes() {
    return MemberTable.all();
  }

  /**
   * For the sake of time, shortly before the seed that catches it; from 1 on it takes as many more.
   */
  private static long first(Mistake mistake) {
    return switch (mistake.name()) {
      case "torn-batch-replayed" -> 74;
      case "old-leaders-tick" -> 64;
      case "removed-while-read" -> 72;
      case "compacted-read-answered" -> 84;
      default -> 1;
    };
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void theCheckersCatchTheMistake(Mistake mistake) {
    BrokenRules.Catch result = BrokenRules.run(MemberTable.workshop(), mistake, first(mistake));

    assertThat(result.isCaught()).as("%s: %s", mistake.name(), mistake.sentence()).isTrue();
  }
}
