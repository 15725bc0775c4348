package io.synod.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.synod.cli.client.Client;
import io.synod.store.wire.PutRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code synod status --watch} as a process. */
final class StatusWatchTest {
  @TempDir private static Path directory;
  private static LocalCluster cluster;
  private Process watch;
  private BufferedReader shown;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = LocalCluster.on(Ports.find(2), directory, "watch");
    cluster.start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.stop();
  }

  @BeforeEach
  void start() throws IOException {
    watch =
        new ProcessBuilder(Launch.words("status", "--watch", "--endpoints=" + cluster.endpoints()))
            .redirectErrorStream(true)
            .start();
    shown = watch.inputReader();
  }

  @AfterEach
  void stop() throws InterruptedException {
    watch.destroyForcibly().waitFor();
  }

  @Test
  void drawsAgainUntilItIsToldToStop() throws Exception {
    long before = nextChosen();
    try (Client client = new Client(List.of(cluster.endpoints()))) {
      ByteString key = ByteString.copyFromUtf8("key");
      client.put(PutRequest.newBuilder().setKey(key).build());
    }
    while (nextChosen() == before) {
      assertThat(watch.isAlive()).isTrue();
    }
    watch.destroy();

    assertThat(watch.waitFor()).isZero();
  }

  @Test
  void endsWhenNobodyReadsItAnyMore() throws Exception {
    assertThat(nextChosen()).isPositive();
    shown.close();

    assertThat(watch.waitFor()).isZero();
  }

  /** What the next table says in the column CHOSEN of its only member. */
  private long nextChosen() throws IOException {
    assertThat(shown.readLine()).startsWith("NAME ").contains(" CHOSEN ");
    String[] cells = shown.readLine().split(" +");
    assertThat(cells).startsWith("m1", cluster.endpoints(), "leader");
    assertThat(shown.readLine()).isEmpty();
    return Long.parseLong(cells[5]);
  }
}
