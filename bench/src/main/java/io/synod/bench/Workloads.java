package io.synod.bench;

import io.synod.bench.load.Workload;
import io.synod.bench.report.Goal;
import io.synod.bench.report.Metric;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The workloads that there are. */
final class Workloads {
  /**
   * In the order in which they run: nearly idle first, so that the heavy ones disturb no others.
   */
  static final List<Workload> ALL =
      List.of(
          new Workload("put-1", 1, 0, 256),
          new Workload("read-1", 1, 100, 256),
          new Workload("put-100", 100, 0, 256),
          new Workload("put-1000", 1_000, 0, 256),
          new Workload("read-1000", 1_000, 100, 256),
          new Workload("mix-1000", 1_000, 90, 256),
          new Workload("put-16k-100", 100, 0, 16 * 1_024));

  /** What Synod wants to reach in relation to etcd, on two processors. */
  static final List<Goal> GOALS =
      List.of(
          goal("put-1000", Metric.PER_SECOND, true, 2.0),
          goal("put-1", Metric.P50, false, 0.6),
          goal("read-1000", Metric.PER_SECOND, true, 2.5),
          goal("put-1000", Metric.CPU, false, 0.5));

  private Workloads() {}

  private static Goal goal(String name, Metric metric, boolean atLeast, double bound) {
    return new Goal(describe(named(name).orElseThrow()), metric, atLeast, bound);
  }

  static Optional<Workload> named(String name) {
    return ALL.stream().filter(workload -> workload.name().equals(name)).findFirst();
  }

  static String names() {
    return ALL.stream().map(Workload::name).collect(Collectors.joining(", "));
  }

  /** What a workload's table is headed with. */
  static String describe(Workload workload) {
    String what =
        switch (workload.readPercent()) {
          case 0 -> "put of " + size(workload.valueBytes());
          case 100 -> "linearizable read";
          default ->
              "%d %% linearizable reads, %d %% puts"
                  .formatted(workload.readPercent(), 100 - workload.readPercent());
        };
    return "%s, %,d client%s"
        .formatted(what, workload.clients(), workload.clients() == 1 ? "" : "s");
  }

  private static String size(int bytes) {
    return bytes < 1_024 ? bytes + " B" : bytes / 1_024 + " KiB";
  }
}
