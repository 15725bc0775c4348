package io.synod.bench.report;

import java.util.List;
import java.util.Locale;

/**
 * The chart: for throughput, median latency and processor time, Synod in relation to etcd, a bar
 * per workload on a scale of doublings, with the spread over the rounds.
 */
public final class ChartSvg {
  /** What the chart shows, in words. */
  public static final String TITLE = "Synod in relation to etcd, by workload";

  private static final List<Metric> PANELS = List.of(Metric.PER_SECOND, Metric.P50, Metric.CPU);
  private static final int LABELS = 306;
  private static final int PANEL = 190;
  private static final int VALUES = 62;
  private static final int GAP = 14;
  private static final int TOP = 104;
  private static final int ROW = 30;
  private static final int BAR = 14;
  private static final int OCTAVES = 3; // the scale ends at 1/8 and at 8

  private static final String STYLE =
      """
      <style>
      .ground { fill: #ffffff; stroke: #d8dee4; }
      .ink { fill: #1f2328; }
      .faint { fill: #59636e; }
      .grid { stroke: #d8dee4; }
      .one { stroke: #59636e; stroke-width: 1.5; }
      .better { fill: #1a7f64; }
      .worse { fill: #bc4c00; }
      .spread { stroke: #1f2328; stroke-width: 1.5; }
      text { font: 12px system-ui, -apple-system, 'Segoe UI', sans-serif; }
      .title { font-size: 16px; font-weight: 600; }
      .panel { font-weight: 600; }
      .end { text-anchor: end; }
      .middle { text-anchor: middle; }
      @media (prefers-color-scheme: dark) {
      .ground { fill: #0d1117; stroke: #3d444d; }
      .ink { fill: #f0f6fc; }
      .faint { fill: #9198a1; }
      .grid { stroke: #2a313c; }
      .one { stroke: #9198a1; }
      .better { fill: #3fb68b; }
      .worse { fill: #f0883e; }
      .spread { stroke: #f0f6fc; }
      }
      </style>
      """;

  private final StringBuilder svg = new StringBuilder();
  private final Results results;

  private ChartSvg(Results results) {
    this.results = results;
  }

  /**
   * Draws the chart.
   *
   * @param results what was measured; only workloads that both systems ran are drawn
   * @param caption one line on when and where
   */
  public static String draw(Results results, String caption) {
    return new ChartSvg(results).draw(caption);
  }

  private String draw(String caption) {
    List<String> workloads = results.workloads().stream().filter(results::compares).toList();
    int width = GAP + LABELS + PANELS.size() * (PANEL + VALUES + GAP) + GAP;
    int height = TOP + workloads.size() * ROW + 40;
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" role=\"img\" aria-label=\"%s\">%n",
            width,
            height,
            width,
            height,
            escape(TITLE)));
    svg.append(STYLE);
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"ground\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\"/>%n",
            width - 1,
            height - 1));
    text(GAP, 30, "ink title", TITLE);
    text(GAP, 50, "faint", caption);
    for (int row = 0; row < workloads.size(); row++) {
      text(GAP, middleOf(row) + 4, "ink", workloads.get(row));
    }
    for (int panel = 0; panel < PANELS.size(); panel++) {
      panel(PANELS.get(panel), GAP + LABELS + panel * (PANEL + VALUES + GAP), workloads);
    }
    svg.append("</svg>\n");
    return svg.toString();
  }

  private void panel(Metric metric, double left, List<String> workloads) {
    text(left, 80, "ink panel", metric.title());
    text(left, 96, "faint", metric.direction());
    double bottom = TOP + workloads.size() * ROW;
    for (int octave = -OCTAVES; octave <= OCTAVES; octave++) {
      double x = at(left, Math.pow(2, octave));
      line(octave == 0 ? "one" : "grid", x, TOP, x, bottom);
      String label = octave < 0 ? "1/" + (1 << -octave) : Integer.toString(1 << octave);
      text(x, bottom + 18, "faint middle", label);
    }
    for (int row = 0; row < workloads.size(); row++) {
      Spread ratio = results.ratio(workloads.get(row), metric);
      double one = at(left, 1);
      double end = at(left, ratio.median());
      boolean better = metric == Metric.PER_SECOND ? ratio.median() >= 1 : ratio.median() <= 1;
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
              better ? "better" : "worse",
              Math.min(one, end),
              middleOf(row) - BAR / 2,
              Math.abs(end - one),
              BAR));
      double y = middleOf(row);
      line("spread", at(left, ratio.least()), y, at(left, ratio.most()), y);
      String times = String.format(Locale.ROOT, "%.2f x", ratio.median());
      text(left + PANEL + VALUES - 8, y + 4, "ink end", times);
    }
  }

  private static int middleOf(int row) {
    return TOP + row * ROW + ROW / 2;
  }

  private static double at(double left, double ratio) {
    double octaves = Math.log(ratio) / Math.log(2);
    double within = Math.max(-OCTAVES, Math.min(OCTAVES, octaves));
    return left + (within + OCTAVES) / (2 * OCTAVES) * PANEL;
  }

  private void line(String style, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
            style,
            x1,
            y1,
            x2,
            y2));
  }

  private void text(double x, double y, String style, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
            style,
            x,
            y,
            escape(words)));
  }

  private static String escape(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
