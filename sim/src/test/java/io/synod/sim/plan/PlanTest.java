package io.synod.sim.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanTest {

  @Test
  void changesAreReadAsTheyAreWritten() {
    Plan plan = Plan.of(7).with("members=3, late=11,compare-and-sets=12");

    assertThat(plan.get(Knob.MEMBERS)).isEqualTo(3);
    assertThat(plan.get(Knob.COMPARE_AND_SETS)).isEqualTo(12);
    assertThat(Plan.of(7).with(plan.changes())).isEqualTo(plan);
    assertThat(Plan.of(7).with("")).isEqualTo(Plan.of(7));
  }

  @Test
  void aFigureThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> Plan.of(7).with("menbers=3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"menbers=3\"")
        .hasMessageContaining("members");
    assertThatThrownBy(() -> Plan.of(7).with("members=three"))
        .hasMessageContaining("no whole number");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "LOSS",
        "DUPLICATION",
        "LATE",
        "PARTITIONS",
        "ISOLATIONS",
        "CRASHES",
        "BLACKOUTS",
        "PAUSES",
        "STALLS",
        "SYNC_FAILURES",
        "LOST_DISKS",
        "DRIFT",
        "JUMPS"
      })
  void aKindOfFaultIsOffInSomeRunsAndOnInOthers(Knob knob) {
    int off = 0;
    for (long seed = 1; seed <= 400; seed++) {
      off += Plan.of(seed).get(knob) == 0 ? 1 : 0;
    }

    assertThat(off).isBetween(50, 350);
  }
}
