package io.synod.server.compaction;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of the history is kept. */
public sealed interface Retention {

  /** All of it. */
  record All() implements Retention {}

  /**
   * So many revisions.
   *
   * @param count at least 1
   */
  record Revisions(long count) implements Retention {}

  /**
   * What happened since then.
   *
   * @param period longer than nothing
   */
  record Period(Duration period) implements Retention {}

  /** A number of revisions as etcd's flag has it; 0 keeps all. */
  static Optional<Retention> revisions(String text) {
    return number(text).map(count -> count == 0 ? new All() : new Revisions(count));
  }

  /**
   * A period as etcd's flag has it: a number of hours or a duration as Go writes it; 0 keeps all.
   */
  static Optional<Retention> period(String text) {
    return number(text)
        .filter(hours -> hours <= Long.MAX_VALUE / Duration.ofHours(1).toNanos())
        .map(Duration::ofHours)
        .or(() -> GoDuration.parse(text))
        .map(period -> period.isZero() ? new All() : new Period(period));
  }

  private static Optional<Long> number(String text) {
    return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  /** Durations in Go's notation, such as 1h30m. */
  final class GoDuration {
    private static final Pattern PART =
        Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|ms|s|m|h)");

    private GoDuration() {}

    static Optional<Duration> parse(String text) {
      Matcher part = PART.matcher(text);
      BigDecimal nanos = BigDecimal.ZERO;
      int end = 0;
      while (part.find() && part.start() == end) {
        nanos = nanos.add(new BigDecimal(part.group(1)).multiply(nanos(part.group(2))));
        end = part.end();
      }
      boolean whole = end > 0 && end == text.length();
      return whole && nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
          ? Optional.of(Duration.ofNanos(nanos.longValue()))
          : Optional.empty();
    }

    private static BigDecimal nanos(String unit) {
      return BigDecimal.valueOf(
          switch (unit) {
            case "ns" -> 1L;
            case "us", "µs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
          });
    }
  }
}
