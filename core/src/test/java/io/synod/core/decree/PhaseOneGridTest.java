package io.synod.core.decree;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Quorums;
import io.synod.core.Samples;
import io.synod.core.Value;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The proposer's rule for every combination of what up to five acceptors report, or do not report.
 */
final class PhaseOneGridTest {

  /**
   * What an acceptor may do: stay silent, report nothing, or report what it accepted under one of
   * these ballots.
   */
  private static final int SILENT = 0;

  private static final int NOTHING = 1;

  private static final List<Ballot> BALLOTS =
      List.of(
          Samples.ballot(1, 1), Samples.ballot(1, 2), Samples.ballot(2, 1), Samples.ballot(3, 1));

  @ParameterizedTest
  @CsvSource({"1, 6", "2, 36", "3, 216", "4, 1296", "5, 7776"})
  void theValueOfTheHighestReportedBallotMustBeProposedOnceAQuorumHasPromised(
      int size, int combinations) {
    int ran = 0;
    for (int code = 0; code < combinations; code++) {
      int[] reports = new int[size];
      for (int i = 0, rest = code; i < size; i++, rest /= BALLOTS.size() + 2) {
        reports[i] = rest % (BALLOTS.size() + 2);
      }
      check(reports);
      ran++;
    }
    assertThat(ran).isEqualTo((int) Math.pow(BALLOTS.size() + 2, size));
  }

  private static void check(int[] reports) {
    PhaseOne phaseOne = new PhaseOne(Quorums.of(Samples.members(reports.length)));
    for (int i = 0; i < reports.length; i++) {
      MemberId member = new MemberId(i + 1);
      if (reports[i] > NOTHING) {
        phaseOne.reported(7, accepted(reports[i]));
      }
      if (reports[i] != SILENT) {
        phaseOne.promised(member);
        phaseOne.promised(member);
      }
      assertThat(phaseOne.hasPromised(member)).isEqualTo(reports[i] != SILENT);
    }
    long silent = Arrays.stream(reports).filter(report -> report == SILENT).count();
    int highest = Arrays.stream(reports).max().orElseThrow();
    String name = Arrays.toString(reports);
    assertThat(phaseOne.isComplete()).as(name).isEqualTo(silent < reports.length - silent);
    if (highest > NOTHING) {
      assertThat(phaseOne.mustPropose(7)).as(name).isEqualTo(accepted(highest).value());
      assertThat(phaseOne.lastReported(0)).isEqualTo(7);
    } else {
      assertThat(phaseOne.mustPropose(7)).as(name).isNull();
      assertThat(phaseOne.lastReported(3)).isEqualTo(3);
    }
  }

  /** Under one ballot there is one value. */
  private static AcceptedValue accepted(int report) {
    Value value = Samples.value("v" + report);
    return new AcceptedValue(BALLOTS.get(report - 2), value);
  }

  @Test
  void decreesAreJudgedApart() {
    PhaseOne phaseOne = new PhaseOne(Quorums.of(Samples.members(3)));
    phaseOne.reported(1, accepted(5));
    phaseOne.reported(3, accepted(2));
    phaseOne.reported(3, accepted(3));
    assertThat(phaseOne.mustPropose(1)).isEqualTo(accepted(5).value());
    assertThat(phaseOne.mustPropose(2)).isNull();
    assertThat(phaseOne.mustPropose(3)).isEqualTo(accepted(3).value());
    assertThat(phaseOne.lastReported(0)).isEqualTo(3);
  }

  @Test
  void aStrangersPromiseDoesNotCount() {
    PhaseOne phaseOne = new PhaseOne(Quorums.of(Samples.members(3)));
    phaseOne.promised(new MemberId(1));
    phaseOne.promised(new MemberId(9));
    assertThat(phaseOne.isComplete()).isFalse();
  }
}
