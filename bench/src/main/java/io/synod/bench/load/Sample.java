package io.synod.bench.load;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What the clients saw in one measured window.
 *
 * @param seconds the window's length
 * @param latencies from sending a request to its whole answer, in nanoseconds, of the requests that
 *     were answered well within the window
 * @param longestGap the longest time in which no answer came, in nanoseconds
 * @param errors how many requests of the whole run, before and after the window too, failed
 * @param faults the first few failures, in words
 */
public record Sample(
    double seconds, Histogram latencies, long longestGap, long errors, List<String> faults) {
  /** Returns how many requests were answered well. */
  public long requests() {
    return latencies.getTotalCount();
  }

  /** Returns requests answered per second. */
  public double perSecond() {
    return requests() / seconds;
  }

  /**
   * Returns the latency that a share of the requests stayed within.
   *
   * @param percentile from 0 to 100
   * @return milliseconds
   */
  public double millis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e6;
  }
}
