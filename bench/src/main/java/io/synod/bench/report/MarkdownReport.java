package io.synod.bench.report;

import java.util.List;
import java.util.Locale;

/** The tables, in Markdown. */
public final class MarkdownReport {
  private MarkdownReport() {}

  /**
   * Renders the tables.
   *
   * @param results what was measured
   * @param circumstances sentences on when, where, what and how, one paragraph each
   * @param verdicts lines on what was wanted and what was reached
   * @param chart the chart's file as the page refers to it
   */
  public static String render(
      Results results, List<String> circumstances, List<String> verdicts, String chart) {
    StringBuilder text = new StringBuilder();
    circumstances.forEach(paragraph -> text.append(paragraph).append("\n\n"));
    verdicts.forEach(line -> text.append("- ").append(line).append('\n'));
    text.append(verdicts.isEmpty() ? "" : "\n");
    text.append("![").append(ChartSvg.TITLE).append("](").append(chart).append(")\n\n");
    text.append("Medians over the rounds; the ratio is Synod / etcd, with the least and the most");
    text.append(" of the rounds' own ratios.\n");
    for (String workload : results.workloads()) {
      table(text, results, workload);
    }
    return text.toString();
  }

  private static void table(StringBuilder text, Results results, String workload) {
    text.append("\n### ").append(workload).append("\n\n");
    text.append("| | etcd | Synod | ratio |\n|---|---:|---:|---:|\n");
    for (Metric metric : Metric.values()) {
      String ratio = results.compares(workload) ? results.ratio(workload, metric).text() : "";
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s |%n",
              metric.title(),
              cell(results, workload, Results.BASE, metric),
              cell(results, workload, Results.SUBJECT, metric),
              ratio));
    }
  }

  private static String cell(Results results, String workload, String system, Metric metric) {
    return results.has(workload, system)
        ? metric.format(results.spread(workload, system, metric).median())
        : "";
  }
}
