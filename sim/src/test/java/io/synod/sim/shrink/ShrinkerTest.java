package io.synod.sim.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.sim.Outcome;
import io.synod.sim.plan.Knob;
import io.synod.sim.plan.Plan;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

  private static final Plan LARGE =
      Plan.of(1)
          .with(Knob.MEMBERS, 9)
          .with(Knob.LOSS, 200)
          .with(Knob.CRASHES, 20)
          .with(Knob.STORM, 4_000);

  private static Outcome outcome(Plan plan, String checker) {
    return new Outcome(
        plan,
        checker.isEmpty()
            ? Optional.empty()
            : Optional.of(new Outcome.Accusation(checker, "It broke.")),
        3_000_000,
        0,
        0,
        new Outcome.Figures(0, 0, 0, 0, false),
        List.of());
  }

  @Test
  void keepsOnlyWhatTheAccusationNeeds() {
    Shrinker shrinker =
        new Shrinker(
            plan ->
                outcome(
                    plan,
                    plan.get(Knob.MEMBERS) >= 3 && plan.get(Knob.LOSS) > 0 ? "agreement" : ""),
            1_000);

    Plan small = shrinker.shrink(outcome(LARGE, "agreement"));

    assertThat(small.get(Knob.MEMBERS)).isEqualTo(3);
    assertThat(small.get(Knob.LOSS)).isEqualTo(1);
    assertThat(small.get(Knob.CRASHES)).isZero();
    assertThat(small.get(Knob.STORM)).isEqualTo(Knob.STORM.least());
  }

  @Test
  void doesNotTakeAnotherAccusationForTheSame() {
    Shrinker shrinker =
        new Shrinker(plan -> outcome(plan, plan.equals(LARGE) ? "agreement" : "liveness"), 1_000);

    assertThat(shrinker.shrink(outcome(LARGE, "agreement"))).isEqualTo(LARGE);
  }
}
