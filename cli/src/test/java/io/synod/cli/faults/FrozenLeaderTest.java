package io.synod.cli.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A leader that stands still and comes back does not know that it was replaced. */
final class FrozenLeaderTest {
  private static final int FROZEN_SECONDS = 5;
  private static final int WRITERS = 12;

  /** Two through each member. */
  private static final int CLIENTS = 6;

  @RegisterExtension final Processes processes = new Processes();
  @TempDir Path home = Path.of("");

  @Test
  void aLeaderThatWasFrozenFollowsAndReadsNothingStale() throws Exception {
    Cluster cluster = processes.cluster(home, 3);
    cluster.start();
    Node frozen = cluster.leader();
    List<Node> others = cluster.others(frozen);
    try (Load load = new Load(cluster, WRITERS, 64);
        Clients clients = new Clients(cluster, CLIENTS, 1)) {
      load.awaitMore(100);
      clients.awaitMore(100);
      frozen.freeze();
      load.mark();
      long gap = load.awaitFirstAfterMark();
      // Not to wait for anything: this is how long the fault lasts.
      TimeUnit.SECONDS.sleep(FROZEN_SECONDS);
      assertTrue(new Cluster(others).leader() != frozen);
      clients.awaitMore(1);
      frozen.thaw();
      cluster.awaitReady();
      clients.awaitMore(500);
      load.check(frozen);
      assertEquals("follower", frozen.status().role());
      String checked = clients.check();
      load.stop();
      for (Node node : cluster.nodes()) {
        load.check(node);
      }
      cluster.awaitSameLog();
      System.out.printf(
          "Froze the leader for %d s: the next write was acknowledged after %.3f s; %s%n",
          FROZEN_SECONDS, gap / 1e9, checked);
    }
  }
}
