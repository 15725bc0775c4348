package io.synod.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of one table: by row and system, one per round. */
public final class Figures {
  private record Row(int decimals, Map<String, List<Double>> bySystem) {}

  private final Map<String, Row> rows = new LinkedHashMap<>();

  /** Adds the figure of the next round. */
  public void add(String title, int decimals, String system, double value) {
    rows.computeIfAbsent(title, _ -> new Row(decimals, new LinkedHashMap<>()))
        .bySystem()
        .computeIfAbsent(system, _ -> new ArrayList<>())
        .add(value);
  }

  /** Renders the table in Markdown: medians, and the ratio of those where both are not zero. */
  public String table() {
    StringBuilder text = new StringBuilder("| | etcd | Synod | ratio |\n|---|---:|---:|---:|\n");
    rows.forEach((title, row) -> {
      List<Double> base = row.bySystem.getOrDefault(Results.BASE, List.of());
      List<Double> subject = row.bySystem.getOrDefault(Results.SUBJECT, List.of());
      text.append(
          "| %s | %s | %s | %s |\n"
              .formatted(title, cell(row, base), cell(row, subject), ratio(base, subject)));
    });
    return text.toString();
  }

  private static String cell(Row row, List<Double> values) {
    return values.isEmpty() ? "" : format(row.decimals, Spread.of(values).median());
  }

  private static String ratio(List<Double> base, List<Double> subject) {
    if (base.isEmpty() || subject.isEmpty() || base.size() != subject.size()) {
      return "";
    }
    double below = Spread.of(base).median();
    return below == 0
        ? ""
        : String.format(Locale.ROOT, "%.2f", Spread.of(subject).median() / below);
  }

  /** Writes a figure as tables do. */
  public static String format(int decimals, double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
