package io.synod.bench.report;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is compared. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are method references
public enum Metric {
  /** Throughput. */
  PER_SECOND("requests/s", "more is better", 0, Measurement::perSecond),
  /** Median latency. */
  P50("p50, ms", "less is better", 2, Measurement::p50Millis),
  /** Tail latency. */
  P99("p99, ms", "less is better", 2, Measurement::p99Millis),
  /** Cost. */
  CPU("server CPU, us per request", "less is better", 0, Measurement::cpuMicros),
  /** Memory at the end of the workload. */
  RESIDENT("resident, MiB", "less is better", 0, Measurement::residentMiB),
  /** Memory at its worst. */
  PEAK("peak resident, MiB", "less is better", 0, Measurement::peakMiB);

  private final String title;
  private final String direction;
  private final int decimals;
  private final ToDoubleFunction<Measurement> value;

  Metric(String title, String direction, int decimals, ToDoubleFunction<Measurement> value) {
    this.title = title;
    this.direction = direction;
    this.decimals = decimals;
    this.value = value;
  }

  /** Returns the name with its unit. */
  public String title() {
    return title;
  }

  /** Says which direction is the good one. */
  String direction() {
    return direction;
  }

  /** Returns this metric of one measurement. */
  public double of(Measurement measurement) {
    return value.applyAsDouble(measurement);
  }

  /** Writes a value as tables do: grouped thousands, and no more digits than it has. */
  public String format(double number) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", number);
  }
}
