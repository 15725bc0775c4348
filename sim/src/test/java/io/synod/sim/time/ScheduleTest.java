package io.synod.sim.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.sim.chance.Chance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private final Schedule schedule = new Schedule();

  @Test
  void runsEverythingInTheOrderOfTimeAndThenOfScheduling() {
    Chance chance = new Chance(1);
    List<long[]> ran = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      long time = chance.below(500);
      long number = i;
      schedule.after(time, () -> ran.add(new long[] {time, number}));
    }
    schedule.runUntil(500);

    assertThat(ran).hasSize(5_000);
    for (int i = 1; i < ran.size(); i++) {
      long[] one = ran.get(i - 1);
      long[] other = ran.get(i);
      assertThat(one[0] < other[0] || (one[0] == other[0] && one[1] < other[1])).isTrue();
    }
  }

  @Test
  void timeStandsWhereItWasRunTo() {
    schedule.after(700, () -> {});
    schedule.runUntil(600);

    assertThat(schedule.now()).isEqualTo(600);
    assertThat(schedule.done()).isZero();
  }

  @Test
  void aClockDriftsAndNeverGoesBack() {
    MemberClock fast = new MemberClock(schedule, 0, 100);
    MemberClock set = new MemberClock(schedule, 0, 0);
    schedule.runUntil(1_000_000);
    assertThat(fast.millis()).isEqualTo(1_100);
    assertThat(set.millis()).isEqualTo(1_000);

    set.jump(-500_000);
    schedule.runUntil(1_400_000);
    assertThat(set.millis()).isEqualTo(1_000);

    schedule.runUntil(1_600_000);
    assertThat(set.millis()).isEqualTo(1_100);
    set.jump(2_000_000);
    assertThat(set.millis()).isEqualTo(3_100);
  }
}
