package io.synod.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The tables, in Markdown. In a page that exists they take the place between two marks; what people
 * wrote around them stays.
 */
public final class MarkdownReport {
  private static final String BEGIN = "<!-- measured: begin (bench/against-etcd writes this) -->";
  private static final String END = "<!-- measured: end -->";

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

  /**
   * Writes the tables into a page.
   *
   * @param page the file; made if it is not there
   * @param measured what {@link #render} returned
   * @throws IOException if the page cannot be read or written
   */
  public static void write(Path page, String measured) throws IOException {
    String old =
        Files.exists(page) ? Files.readString(page) : "# Performance\n\n" + BEGIN + END + "\n";
    Files.writeString(page, replace(old, measured));
  }

  /** Puts the tables between the page's marks, or at its end if it has none. */
  static String replace(String page, String measured) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    String between = BEGIN + "\n\n" + measured + "\n" + END;
    return begin < 0 || end < begin
        ? page + "\n" + between + "\n"
        : page.substring(0, begin) + between + page.substring(end + END.length());
  }
}
