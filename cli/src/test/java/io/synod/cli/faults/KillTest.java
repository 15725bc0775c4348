package io.synod.cli.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Members are killed under load, again and again; nothing acknowledged is lost, and what clients
 * see is linearizable.
 */
final class KillTest {
  private static final int ROUNDS = 20;
  private static final int WRITERS = 6;
  private static final int CLIENTS = 6;

  /** Between two writes or calls: members that start again need the processors. */
  private static final int PAUSE_MILLIS = 5;

  private static final int PADDING = 64;
  private static final int WRITES_BEFORE = 100;

  @RegisterExtension final Processes processes = new Processes();
  @TempDir Path home = Path.of("");

  /** Whom to kill. */
  private interface Choice {
    List<Node> of(Cluster cluster) throws InterruptedException;
  }

  @Test
  void nothingAcknowledgedIsLostWhenTheLeaderIsKilled() throws Exception {
    kill("the leader", cluster -> List.of(cluster.leader()));
  }

  @Test
  void nothingAcknowledgedIsLostWhenAFollowerIsKilled() throws Exception {
    kill("a follower", cluster -> List.of(cluster.others(cluster.leader()).getFirst()));
  }

  @Test
  void nothingAcknowledgedIsLostWhenAllMembersAreKilledAtOnce() throws Exception {
    kill("all members", Cluster::nodes);
  }

  private void kill(String whom, Choice choice) throws Exception {
    Cluster cluster = processes.cluster(home, 3);
    cluster.start();
    List<Long> gaps = new ArrayList<>();
    try (Load load = new Load(cluster, WRITERS, PADDING, PAUSE_MILLIS);
        Clients clients = new Clients(cluster, CLIENTS, PAUSE_MILLIS)) {
      for (int round = 0; round < ROUNDS; round++) {
        load.awaitMore(WRITES_BEFORE);
        List<Node> victims = choice.of(cluster);
        long struck = System.nanoTime();
        victims.forEach(Node::strike);
        for (Node victim : victims) {
          victim.kill();
        }
        load.mark();
        long dying = System.nanoTime() - struck;
        if (victims.size() == 1) {
          gaps.add(dying + load.awaitFirstAfterMark());
        }
        victims.forEach(Node::start);
        if (victims.size() > 1) {
          gaps.add(dying + load.awaitFirstAfterMark());
        }
        cluster.awaitReady();
        load.check(cluster.node(round % 3));
      }
      load.stop();
      for (Node node : cluster.nodes()) {
        load.check(node);
      }
      String checked = clients.check();
      cluster.awaitSameLog();
      System.out.println(summary(whom, gaps, load.acknowledged(), checked));
    }
  }

  private static String summary(String whom, List<Long> gaps, long acknowledged, String checked) {
    List<Long> sorted = new ArrayList<>(gaps);
    Collections.sort(sorted);
    return String.format(
        Locale.ROOT,
        "Killed %s %d times, %d writes acknowledged; from SIGKILL to the next acknowledged write:"
            + " min %.3f s, median %.3f s, max %.3f s; %s",
        whom,
        sorted.size(),
        acknowledged,
        sorted.getFirst() / 1e9,
        sorted.get(sorted.size() / 2) / 1e9,
        sorted.getLast() / 1e9,
        checked);
  }
}
