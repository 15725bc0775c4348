package io.synod.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void anOddNumberOfRoundsHasItsMiddleOneAsMedian() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
  }

  @Test
  void anEvenNumberOfRoundsHasTheMeanOfTheTwoMiddleOnes() {
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 10.0))).isEqualTo(new Spread(3, 1, 10));
  }

  @Test
  void aRatioPairsTheFiguresOfOneRound() {
    Spread ratio = Spread.ofRatios(List.of(20.0, 60.0, 10.0), List.of(10.0, 20.0, 10.0));
    assertThat(ratio).isEqualTo(new Spread(2, 1, 3));
    assertThat(ratio.text()).isEqualTo("2.00 (1.00 to 3.00)");
  }

  @Test
  void aRatioNeedsBothFiguresOfEveryRound() {
    assertThatThrownBy(() -> Spread.ofRatios(List.of(1.0), List.of()))
        .hasMessageContaining("every round");
  }
}
