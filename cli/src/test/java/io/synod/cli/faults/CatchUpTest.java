package io.synod.cli.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A member that missed more than the others keep in their journals. */
final class CatchUpTest {
  private static final int MISSED = 100_000;
  private static final int BATCH = 100;

  /** So that what was missed is more than the others keep for the slow. */
  private static final int VALUE_BYTES = 512;

  private static final int WRITERS = 12;

  @RegisterExtension final Processes processes = new Processes();
  @TempDir Path home = Path.of("");

  @Test
  void aMemberThatWasDownCatchesUpBySnapshotWhileTheOthersServe() throws Exception {
    Cluster cluster = processes.cluster(home, 3, "--snapshot-count=100", "--log-level=info");
    cluster.start();
    Node late = cluster.others(cluster.leader()).getFirst();
    Cluster running = new Cluster(cluster.others(late));
    late.kill();
    ByteString value = ByteString.copyFromUtf8("x".repeat(VALUE_BYTES));
    try (Load load = new Load(running, WRITERS, 64);
        Connection connection = new Connection(running.node(0), 10)) {
      for (int i = 0; i < MISSED / BATCH; i++) {
        connection.putAll("many/" + i + "/", BATCH, value);
      }
      late.start();
      Await.until("a snapshot is installed", () -> hasSnapshot(late));
      load.awaitMore(1_000);
      load.stop();
      cluster.awaitReady();
      load.check(late);
      cluster.awaitSameLog();
    }
    try (Connection connection = new Connection(late, 10)) {
      assertEquals(MISSED, connection.count("many/"));
    }
  }

  private static boolean hasSnapshot(Node node) throws IOException {
    return node.output().stream()
        .anyMatch(line -> line.contains("The snapshot of slot") && line.contains("is here"));
  }
}
