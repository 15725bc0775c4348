package io.synod.bench.scenario;

import java.io.IOException;
import java.util.List;

/** Something that is done to a cluster, with figures that say how it took it. */
public interface Scenario {
  /** All that there are. */
  List<Scenario> ALL =
      List.of(
          new ManyWatchers(),
          new SlowWatchers(),
          new ManyLeases(),
          new Million(),
          new Compaction("compaction", 1_000_000),
          new Compaction("compaction-10m", 10_000_000));

  /** As on the command line, and in the marks of the page. */
  String name();

  /** What its table is headed with. */
  String title(Scale scale);

  /** What the figures mean, in sentences for the page. */
  String method(Scale scale);

  /**
   * Does it, and notes its figures.
   *
   * @throws IOException if the cluster fails in a way that leaves nothing to measure
   */
  void run(Site site) throws IOException, InterruptedException;
}
