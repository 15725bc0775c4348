package io.synod.sim.broken;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator is only worth what it catches. */
class BrokenRulesTest {

  static List<Mistake> mistakes() {
    return Table.all();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void theCheckersCatchTheMistake(Mistake mistake) {
    BrokenRules.Catch result = BrokenRules.run(mistake, 1);

    assertThat(result.isCaught()).as("%s: %s", mistake.name(), mistake.sentence()).isTrue();
  }

  @Test
  void thereAreAtLeastTwentyFourMistakesWithNamesOfTheirOwn() {
    assertThat(Table.all()).hasSizeGreaterThanOrEqualTo(24);
    assertThat(Table.all()).extracting(Mistake::name).doesNotHaveDuplicates();
  }
}
