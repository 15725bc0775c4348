package io.synod.bench.report;

import java.util.Locale;

/**
 * What Synod wants to reach in relation to etcd.
 *
 * @param workload the workload as in the results
 * @param metric what is compared
 * @param atLeast whether the bound is a lower one
 * @param bound of the ratio's median
 */
public record Goal(String workload, Metric metric, boolean atLeast, double bound) {
  /** Says in one line what was wanted and what was measured. */
  public String verdict(Results results) {
    double median = results.ratio(workload, metric).median();
    boolean reached = atLeast ? median >= bound : median <= bound;
    return String.format(
        Locale.ROOT,
        "%s, %s: %s %.1f x wanted, %.2f x measured: %s",
        workload,
        metric.title(),
        atLeast ? "at least" : "at most",
        bound,
        median,
        reached ? "reached" : "missed");
  }
}
