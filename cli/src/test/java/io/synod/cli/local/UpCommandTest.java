package io.synod.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.cli.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class UpCommandTest {
  @TempDir private Path directory;

  @Test
  void aPortInUseStartsNothing() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = taken.getLocalPort();
      Path data = directory.resolve("data");

      assertThatThrownBy(() -> up(data, 1, port))
          .isInstanceOf(Failure.class)
          .hasMessageStartingWith("Port " + port + " is in use");
      assertThat(data).doesNotExist();
    }
  }

  @Test
  void aDirectoryOfAnotherClusterIsRefused() throws Failure {
    DataDirectory.open(directory, 3, 2379).close();

    assertThatThrownBy(() -> DataDirectory.open(directory, 5, 2379))
        .hasMessage(
            directory
                + " holds a cluster with members=3 and client-port=2379; start it with --members=3"
                + " --client-port=2379, or name another directory with --data.");
  }

  @Test
  void aDirectoryWithOtherFilesIsRefused() throws IOException {
    Files.writeString(directory.resolve("letters.txt"), "dear");

    assertThatThrownBy(() -> DataDirectory.open(directory, 3, 2379))
        .hasMessageContaining("holds other files than a cluster's");
    assertThat(directory.resolve("cluster")).doesNotExist();
  }

  @Test
  void aDirectoryInUseIsRefused() throws Failure {
    try (DataDirectory _ = DataDirectory.open(directory, 3, 2379)) {
      assertThatThrownBy(() -> DataDirectory.open(directory, 3, 2379))
          .hasMessageContaining("is in use by a running `synod up`");
    }
  }

  @Test
  void theSameClusterIsOpenedAgain() throws Failure {
    DataDirectory.open(directory, 3, 2379).close();
    DataDirectory.open(directory, 3, 2379).close();

    assertThat(directory.resolve("cluster")).hasContent("members=3 client-port=2379");
  }

  private static int up(Path data, int members, int port) throws Exception {
    UpCommand command = new UpCommand();
    new CommandLine(command)
        .parseArgs("--data=" + data, "--members=" + members, "--client-port=" + port);
    return command.call();
  }
}
