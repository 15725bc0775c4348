package io.synod.cli.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A leader that stands still and comes back does not know that it was replaced. */
final class FrozenLeaderTest {
  private static final String KEY = "witness";
  private static final int FROZEN_SECONDS = 5;
  private static final int WRITERS = 12;

  @RegisterExtension final Processes processes = new Processes();
  @TempDir Path home = Path.of("");

  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicReference<@Nullable String> stale = new AtomicReference<>();
  private volatile boolean ended;

  @Test
  void aLeaderThatWasFrozenFollowsAndReadsNothingStale() throws Exception {
    Cluster cluster = processes.cluster(home, 3);
    cluster.start();
    Node frozen = cluster.leader();
    List<Node> others = cluster.others(frozen);
    try (Load load = new Load(cluster, WRITERS, 64)) {
      load.awaitMore(100);
      List<Thread> clients =
          List.of(
              Thread.ofPlatform().start(() -> write(others.getFirst())),
              Thread.ofPlatform().start(() -> read(frozen)),
              Thread.ofPlatform().start(() -> read(frozen)),
              Thread.ofPlatform().start(() -> read(others.getLast())));
      awaitMoreReads(100);
      frozen.freeze();
      load.mark();
      long gap = load.awaitFirstAfterMark();
      // Not to wait for anything: this is how long the fault lasts.
      TimeUnit.SECONDS.sleep(FROZEN_SECONDS);
      assertTrue(new Cluster(others).leader() != frozen);
      long before = acknowledged.get();
      Await.until("writes go on", () -> acknowledged.get() > before);
      frozen.thaw();
      cluster.awaitReady();
      awaitMoreReads(500);
      load.check(frozen);
      assertEquals("follower", frozen.status().role());
      ended = true;
      for (Thread client : clients) {
        client.join();
      }
      load.stop();
      for (Node node : cluster.nodes()) {
        load.check(node);
      }
      cluster.awaitSameLog();
      System.out.printf(
          "Froze the leader for %d s: the next write was acknowledged after %.3f s; %d reads%n",
          FROZEN_SECONDS, gap / 1e9, reads.get());
    }
  }

  private void awaitMoreReads(long count) throws InterruptedException {
    long goal = reads.get() + count;
    Await.until(
        count + " more reads are answered", () -> reads.get() >= goal || stale.get() != null);
    assertEquals(null, stale.get());
  }

  private void write(Node through) {
    try (Connection connection = new Connection(through, 10)) {
      for (long number = 1; !ended; number++) {
        try {
          connection.put(KEY, ByteString.copyFromUtf8(Long.toString(number)));
          acknowledged.set(number);
        } catch (StatusRuntimeException e) {
          // Whether it took effect is not known, and does not matter: the next number is larger.
        }
      }
    }
  }

  private void read(Node through) {
    try (Connection connection = new Connection(through, 10)) {
      while (!ended) {
        long least = acknowledged.get();
        try {
          var pairs = connection.get(KEY).getKvsList();
          long found =
              pairs.isEmpty() ? 0 : Long.parseLong(pairs.getFirst().getValue().toStringUtf8());
          if (found < least) {
            stale.set(
                "Through %s: %d after %d was acknowledged".formatted(through.name(), found, least));
          }
          reads.incrementAndGet();
        } catch (StatusRuntimeException e) {
          // A frozen member does not answer.
        }
      }
    }
  }
}
