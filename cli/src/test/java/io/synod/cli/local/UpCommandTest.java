package io.synod.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.cli.Failure;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpCommandTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 201})
  void aPortInUseStartsNothing(int offset) throws Exception {
    int port = Launch.freePorts(3);
    try (ServerSocket taken = Launch.take(port + offset)) {
      assertThat(up("--members=3", "--client-port=" + port))
          .isEqualTo(
              refused(
                  1,
                  "Port %d is in use, by a cluster that runs already or by another program; stop that, or"
                          .formatted(taken.getLocalPort())
                      + " choose other ports with --client-port."));
    }
    assertThat(data()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"5, 0", "3, 100"})
  void theDirectoryOfAnotherClusterIsRefusedAndLeftAsItWas(int members, int offset)
      throws Exception {
    int port = Launch.freePorts(5);
    DataDirectory.open(data(), 3, port).close();

    assertThat(up("--members=" + members, "--client-port=" + (port + offset)))
        .isEqualTo(
            refused(
                1,
                "%s holds a cluster with members=3 and client-port=%d; start it with --members=3"
                        .formatted(data(), port)
                    + " --client-port=%d, or name another directory with --data.".formatted(port)));
    assertThat(data()).isDirectoryContaining("glob:**/cluster");
    assertThat(Objects.requireNonNull(data().toFile().list())).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--members=0 | --members=0 is not a number from 1 to 9.",
        "--members=10 | --members=10 is not a number from 1 to 9.",
        "--member=3 | There is no flag --member here; did you mean --members?"
      })
  void aWrongCommandLineStartsNothing(String flag, String sentence) throws Exception {
    String port = "--client-port=" + Launch.freePorts(3);
    Launch.Run run = up(port, flag);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).first().isEqualTo("synod: " + sentence);
    assertThat(data()).doesNotExist();
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

  private Path data() {
    return directory.resolve("data");
  }

  /** Runs the command; it has to end by itself. */
  private Launch.Run up(String... flags) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("up", "--data=" + data()));
    arguments.addAll(List.of(flags));
    return Launch.run(arguments.toArray(String[]::new));
  }

  private static Launch.Run refused(int status, String sentence) {
    return new Launch.Run(status, "", "synod: " + sentence + "\n");
  }
}
