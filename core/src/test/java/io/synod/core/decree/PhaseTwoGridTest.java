package io.synod.core.decree;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.MemberId;
import io.synod.core.Quorums;
import io.synod.core.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is chosen, against an oracle that asks of each decree whether a majority has accepted it.
 */
final class PhaseTwoGridTest {

  @ParameterizedTest
  @CsvSource({"1, 6", "2, 6", "3, 6", "4, 5", "5, 5", "6, 4", "7, 4", "8, 3", "9, 3"})
  void aDecreeIsChosenOnceAMajorityHasAcceptedIt(int size, int levels) {
    int combinations = (int) Math.pow(levels, size);
    List<MemberId> members = Samples.members(size);
    int ran = 0;
    for (int code = 0; code < combinations; code++) {
      PhaseTwo phaseTwo = new PhaseTwo(Quorums.of(members));
      int[] upTo = new int[size];
      for (int i = 0, rest = code; i < size; i++, rest /= levels) {
        upTo[i] = rest % levels;
        // Level 0 is a member that never answered; an older answer that comes late takes nothing
        // back.
        if (upTo[i] > 0) {
          phaseTwo.accepted(members.get(i), upTo[i]);
          phaseTwo.accepted(members.get(i), upTo[i] - 1);
        }
      }
      if (phaseTwo.chosenUpTo() != oracle(upTo, levels)) {
        assertThat(phaseTwo.chosenUpTo()).as("%s", (Object) upTo).isEqualTo(oracle(upTo, levels));
      }
      ran++;
    }
    assertThat(ran).isEqualTo(combinations);
  }

  private static long oracle(int[] upTo, int levels) {
    long chosen = 0;
    for (int decree = 1; decree < levels; decree++) {
      int accepted = 0;
      int not = 0;
      for (int each : upTo) {
        if (each >= decree) {
          accepted++;
        } else {
          not++;
        }
      }
      if (accepted > not) {
        chosen = decree;
      }
    }
    return chosen;
  }

  @Test
  void aStrangersAcknowledgementDoesNotCount() {
    PhaseTwo phaseTwo = new PhaseTwo(Quorums.of(Samples.members(3)));
    phaseTwo.accepted(new MemberId(1), 4);
    phaseTwo.accepted(new MemberId(9), 4);
    assertThat(phaseTwo.chosenUpTo()).isZero();
  }
}
