package io.synod.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {
  private static Measurement measurement(double perSecond, double p50) {
    return new Measurement(perSecond, p50, 2 * p50, 50, 200, 300, 6, 0);
  }

  private static Results results() {
    Results results = new Results();
    for (int round = 1; round <= 3; round++) {
      results.add("put & read", Results.BASE, measurement(10_000, 2));
      results.add("put & read", Results.SUBJECT, measurement(20_000 + 1_000 * round, 1));
    }
    results.add("only etcd", Results.BASE, measurement(1, 1));
    return results;
  }

  @Test
  void theTableHasBothMediansAndTheRatioWithItsSpread() {
    assertThat(
            MarkdownReport.render(
                results(), List.of("Somewhere."), List.of("fast: reached"), "chart.svg"))
        .contains("Somewhere.")
        .contains("- fast: reached")
        .contains("| requests/s | 10,000 | 22,000 | 2.20 (2.10 to 2.30) |")
        .contains("| p50, ms | 2.00 | 1.00 | 0.50 (0.50 to 0.50) |");
  }

  @Test
  void aWorkloadOfOneSystemHasNoRatio() {
    assertThat(MarkdownReport.render(results(), List.of(), List.of(), "chart.svg"))
        .contains("| requests/s | 1 |  |  |");
  }

  @Test
  void theChartIsWellFormedAndHasABarPerComparedWorkloadAndPanel() throws Exception {
    String svg = ChartSvg.draw(results(), "one < two");
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(1 + 3);
    assertThat(svg).contains("class=\"better\"").contains("2.20 x");
  }

  @Test
  void aWorseFigureIsDrawnAsWorse() {
    Results results = new Results();
    results.add("put", Results.BASE, measurement(10_000, 1));
    results.add("put", Results.SUBJECT, measurement(5_000, 1));
    assertThat(ChartSvg.draw(results, "")).contains("<rect class=\"worse\"");
  }

  @Test
  void aGoalIsJudgedByTheMedianOfTheRatios() {
    assertThat(new Goal("put & read", Metric.PER_SECOND, true, 2.2).verdict(results()))
        .endsWith("at least 2.2 x wanted, 2.20 x measured: reached");
    assertThat(new Goal("put & read", Metric.P50, false, 0.4).verdict(results()))
        .endsWith("at most 0.4 x wanted, 0.50 x measured: missed");
  }

  @Test
  void failedRequestsAreCountedOverAllRounds() {
    Results results = new Results();
    results.add("put", Results.BASE, new Measurement(1, 1, 1, 1, 1, 1, 1, 2));
    results.add("put", Results.SUBJECT, new Measurement(1, 1, 1, 1, 1, 1, 1, 3));
    assertThat(results.errors()).isEqualTo(5);
  }
}
