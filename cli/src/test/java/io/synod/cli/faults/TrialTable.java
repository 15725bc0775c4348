package io.synod.cli.faults;

import io.synod.cli.faults.links.Shape;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The trials as a table of Markdown: medians, with the greatest in parentheses. */
final class TrialTable {
  private static final String BEGIN =
      "<!-- measured: begin (bench/partial-connectivity writes this) -->";
  private static final String END = "<!-- measured: end -->";
  private static final double ELECTION_TIMEOUT_MILLIS = 1_000;

  /** What was tried. */
  record Row(Shape shape, int members, String system) {}

  private static final Comparator<Row> ORDER =
      Comparator.comparingInt(Row::members).thenComparing(Row::shape);

  private TrialTable() {}

  /**
   * Renders it.
   *
   * @param seconds how long each trial waited for a write
   */
  static String render(Map<Row, List<Trial>> trials, int seconds) {
    StringBuilder text = new StringBuilder();
    text.append(
        "| shape | members | system | next write through the hub, ms | the same in election"
            + " timeouts | through all, ms | longest silence at the"
            + " hub, ms | leader changes |\n|---|---:|---|---:|---:|---:|---:|---:|\n");
    trials.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(ORDER))
        .forEach(entry -> row(text, entry.getKey(), entry.getValue(), seconds));
    return text.toString();
  }

  /** Puts what was measured between the marks of a page. */
  static String replace(String page, String measured) throws IOException {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException("The page has lost its marks for what is measured.");
    }
    return page.substring(0, begin) + BEGIN + "\n\n" + measured + "\n" + page.substring(end);
  }

  private static void row(StringBuilder text, Row row, List<Trial> trials, int seconds) {
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %d | %s | %s | %s | %s | %s | %s |%n",
            row.shape().title(),
            row.members(),
            row.system(),
            times(trials, Trial::hub, seconds, TrialTable::millis),
            times(trials, Trial::hub, seconds, TrialTable::timeouts),
            times(trials, Trial::all, seconds, TrialTable::millis),
            numbers(trials, Trial::silence),
            numbers(trials, Trial::changes)));
  }

  private static String millis(long millis) {
    return String.format(Locale.ROOT, "%,d", millis);
  }

  private static String timeouts(long millis) {
    return String.format(Locale.ROOT, "%.1f", millis / ELECTION_TIMEOUT_MILLIS);
  }

  private static String times(
      List<Trial> trials,
      Function<Trial, OptionalLong> time,
      int seconds,
      Function<Long, String> show) {
    List<Long> sorted =
        trials.stream().map(it -> time.apply(it).orElse(Long.MAX_VALUE)).sorted().toList();
    Function<Long, String> cell =
        millis -> millis == Long.MAX_VALUE ? "none in " + seconds + " s" : show.apply(millis);
    return pair(cell.apply(sorted.get(sorted.size() / 2)), cell.apply(sorted.getLast()));
  }

  private static String numbers(List<Trial> trials, ToLongFunction<Trial> number) {
    List<Long> sorted = trials.stream().mapToLong(number).sorted().boxed().toList();
    return pair(millis(sorted.get(sorted.size() / 2)), millis(sorted.getLast()));
  }

  private static String pair(String median, String greatest) {
    return median.equals(greatest) ? median : median + " (" + greatest + ")";
  }
}
