package io.synod.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A figure over several rounds.
 *
 * @param median the middle one; between the two middle ones where they are even in number
 * @param least the smallest
 * @param most the largest
 */
public record Spread(double median, double least, double most) {
  /**
   * Sums up a figure.
   *
   * @param values one per round, at least one
   */
  public static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a spread needs at least one value");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.getFirst(), sorted.getLast());
  }

  /**
   * Sums up the ratios of what was measured in the same rounds.
   *
   * @param above the numerators, one per round
   * @param below the denominators of the same rounds
   */
  public static Spread ofRatios(List<Double> above, List<Double> below) {
    if (above.size() != below.size()) {
      throw new IllegalArgumentException("ratios need both figures of every round");
    }
    return of(IntStream.range(0, above.size()).mapToObj(i -> above.get(i) / below.get(i)).toList());
  }

  /** Writes median and range, with two decimals. */
  public String text() {
    return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median, least, most);
  }
}
