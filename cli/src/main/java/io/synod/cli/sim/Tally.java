package io.synod.cli.sim;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.synod.sim.Outcome;
import io.synod.sim.plan.Knob;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What came of many seeds, added up.
 *
 * @param seeds how many seeds
 * @param micros simulated microseconds
 * @param events events
 * @param nanos nanoseconds of CPU that the runs took
 * @param five the same of the runs with five members: simulated microseconds, events, nanoseconds
 * @param reached slots, answers, changes of the leader, snapshots, undecided histories
 * @param hash the sum of the trace hashes, which no order of the runs changes
 * @param wallMillis for how long anybody waited for it
 */
record Tally(
    long seeds,
    long micros,
    long events,
    long nanos,
    List<Long> five,
    List<Long> reached,
    long hash,
    long wallMillis) {

  static final Tally NOTHING =
      new Tally(0, 0, 0, 0, List.of(0L, 0L, 0L), List.of(0L, 0L, 0L, 0L, 0L), 0, 0);

  private static final int FIELDS = 14;

  /** This and one more run. */
  Tally and(Outcome outcome, long runNanos) {
    boolean isFive = outcome.plan().get(Knob.MEMBERS) == 5;
    Outcome.Figures figures = outcome.figures();
    return new Tally(
        seeds + 1,
        micros + outcome.micros(),
        events + outcome.events(),
        nanos + runNanos,
        isFive ? sum(five, List.of(outcome.micros(), outcome.events(), runNanos)) : five,
        sum(
            reached,
            List.of(
                figures.slots(),
                figures.answers(),
                figures.leaders(),
                figures.snapshots(),
                figures.undecided() ? 1L : 0L)),
        hash + outcome.hash(),
        wallMillis);
  }

  /** The same after so many more milliseconds. */
  Tally waited(long millis) {
    return new Tally(seeds, micros, events, nanos, five, reached, hash, wallMillis + millis);
  }

  private static List<Long> sum(List<Long> one, List<Long> other) {
    return IntStream.range(0, one.size()).mapToObj(i -> one.get(i) + other.get(i)).toList();
  }

  /** One line of numbers, which {@link #read} understands. */
  String write() {
    return Stream.of(
            List.of(seeds, micros, events, nanos), five, reached, List.of(hash, wallMillis))
        .flatMap(List::stream)
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws NumberFormatException if that is something else
   */
  static Tally read(String line) {
    List<Long> all = Arrays.stream(line.strip().split(" ", -1)).map(Long::valueOf).toList();
    if (all.size() != FIELDS) {
      throw new NumberFormatException("There are " + all.size() + " numbers.");
    }
    return new Tally(
        all.get(0),
        all.get(1),
        all.get(2),
        all.get(3),
        all.subList(4, 7),
        all.subList(7, 12),
        all.get(12),
        all.get(13));
  }

  /** What was simulated, how fast, and what was reached, in lines for people. */
  String describe() {
    return text(
            "  simulated    %s, %,.0f s per second",
            Progress.clock(micros / 1_000_000), per(micros / 1e6, wallMillis / 1e3))
        + text(
            "  events       %,d, %s per second",
            events, Progress.count(per((double) events, wallMillis / 1e3)))
        + text(
            "  one core     %,.0f simulated s and %s events per second of CPU",
            per(micros / 1e6, nanos / 1e9), Progress.count(per((double) events, nanos / 1e9)))
        + (five.get(2) == 0
            ? ""
            : text(
                "  5 members    %,.0f simulated s and %s events per second of CPU",
                per(five.get(0) / 1e6, five.get(2) / 1e9),
                Progress.count(per((double) five.get(1), five.get(2) / 1e9))))
        + text(
            "  reached      %,d slots, %,d answers, %,d changes of the leader, %,d snapshots;"
                + " %,d histories too entangled to decide",
            reached.get(0), reached.get(1), reached.get(2), reached.get(3), reached.get(4))
        + text("  trace hash   %016x, the same wherever the same code runs these seeds", hash);
  }

  private static double per(double what, double time) {
    return time <= 0 ? 0 : what / time;
  }

  @FormatMethod
  private static String text(@FormatString String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments) + "\n";
  }
}
