package io.synod.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void aRowHasTheMediansAndTheirRatio() {
    Figures figures = new Figures();
    for (int round = 1; round <= 3; round++) {
      figures.add("p99, ms", 1, Results.BASE, 1_000);
      figures.add("p99, ms", 1, Results.SUBJECT, 100 * round);
    }
    assertThat(figures.table()).contains("| p99, ms | 1,000.0 | 200.0 | 0.20 |");
  }

  @Test
  void whatOnlyOneSystemHasOrWhatIsNothingHasNoRatio() {
    Figures figures = new Figures();
    figures.add("lost", 0, Results.BASE, 0);
    figures.add("lost", 0, Results.SUBJECT, 0);
    figures.add("alone", 0, Results.SUBJECT, 5);
    assertThat(figures.table()).contains("| lost | 0 | 0 |  |").contains("| alone |  | 5 |  |");
  }
}
