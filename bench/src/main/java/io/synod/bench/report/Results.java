package io.synod.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that was measured: by workload and system, one measurement per round. */
public final class Results {
  /** The system that the other is compared with. */
  public static final String BASE = "etcd";

  /** The system that is compared. */
  public static final String SUBJECT = "Synod";

  private final Map<String, Map<String, List<Measurement>>> byWorkload = new LinkedHashMap<>();

  /** Adds the measurement of the next round. */
  public void add(String workload, String system, Measurement measurement) {
    byWorkload
        .computeIfAbsent(workload, w -> new LinkedHashMap<>())
        .computeIfAbsent(system, s -> new ArrayList<>())
        .add(measurement);
  }

  /** Returns the workloads in the order of their first measurement. */
  public Set<String> workloads() {
    return byWorkload.keySet();
  }

  /** Says whether the system was measured with the workload. */
  public boolean has(String workload, String system) {
    return byWorkload.getOrDefault(workload, Map.of()).containsKey(system);
  }

  /** Says whether both systems were measured with the workload in the same rounds. */
  public boolean compares(String workload) {
    return has(workload, BASE)
        && values(workload, BASE, Metric.PER_SECOND).size()
            == (has(workload, SUBJECT) ? values(workload, SUBJECT, Metric.PER_SECOND).size() : 0);
  }

  /** Returns one figure over the rounds. */
  public Spread spread(String workload, String system, Metric metric) {
    return Spread.of(values(workload, system, metric));
  }

  /** Returns the subject's figure divided by the base's, over the rounds. */
  public Spread ratio(String workload, Metric metric) {
    return Spread.ofRatios(values(workload, SUBJECT, metric), values(workload, BASE, metric));
  }

  /** Returns the generator's own processor time per request, the median over the rounds. */
  public double generatorMicros(String workload, String system) {
    return Spread.of(
            measurements(workload, system).stream().map(Measurement::generatorMicros).toList())
        .median();
  }

  /** Returns how many requests failed in all. */
  public long errors() {
    return byWorkload.values().stream()
        .flatMap(systems -> systems.values().stream())
        .flatMap(List::stream)
        .mapToLong(Measurement::errors)
        .sum();
  }

  private List<Double> values(String workload, String system, Metric metric) {
    return measurements(workload, system).stream().map(metric::of).toList();
  }

  private List<Measurement> measurements(String workload, String system) {
    return byWorkload.getOrDefault(workload, Map.of()).getOrDefault(system, List.of());
  }
}
