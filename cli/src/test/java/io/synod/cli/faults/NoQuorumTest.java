package io.synod.cli.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** One member of three is left: it says so, as etcd does. */
final class NoQuorumTest {
  private static final ByteString VALUE = ByteString.copyFromUtf8("value");

  /** etcd gives up after 7 s by default; a call that has no answer after this ends otherwise. */
  private static final long DEADLINE_SECONDS = 12;

  private static final List<String> TEXTS =
      List.of("etcdserver: request timed out", "etcdserver: no leader");

  @RegisterExtension final Processes processes = new Processes();
  @TempDir Path home = Path.of("");

  @Test
  void withoutAQuorumOnlySerializableReadsAreAnswered() throws Exception {
    Cluster cluster = processes.cluster(home, 3);
    cluster.start();
    Node left = cluster.others(cluster.leader()).getFirst();
    try (Connection connection = new Connection(left, DEADLINE_SECONDS)) {
      connection.put("a", VALUE);
      for (Node node : cluster.others(left)) {
        node.kill();
      }
      CompletableFuture<Void> put =
          CompletableFuture.runAsync(() -> refuses(() -> connection.put("b", VALUE)));
      refuses(() -> connection.get("a"));
      put.join();
      assertEquals(VALUE, connection.prefix("a", true).getKvs(0).getValue());
      Await.until("it knows no leader", () -> left.status().leader().isEmpty());
      StatusRuntimeException noLeader =
          assertThrows(StatusRuntimeException.class, () -> connection.putIfLed("c", VALUE));
      assertEquals(Status.Code.UNAVAILABLE, noLeader.getStatus().getCode());
      assertEquals("etcdserver: no leader", noLeader.getStatus().getDescription());

      cluster.others(left).getFirst().start();
      Await.until("two of three serve again", () -> connection.put("d", VALUE).hasHeader());
      assertEquals(VALUE, connection.get("d").getKvs(0).getValue());
    }
  }

  private static void refuses(Executable call) {
    StatusRuntimeException thrown = assertThrows(StatusRuntimeException.class, call);
    assertEquals(Status.Code.UNAVAILABLE, thrown.getStatus().getCode(), thrown::toString);
    assertTrue(TEXTS.contains(thrown.getStatus().getDescription()), thrown::toString);
  }
}
