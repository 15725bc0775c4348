package io.synod.examples.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.examples.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code examples/run} as users call it, in a directory that looks like this repository just after
 * a build: Maven is in the middle of one here, and the script must not start another beside it.
 */
@Timeout(300)
class ScriptTest {

  private @TempDir Path home;
  private final List<Path> links = new ArrayList<>();

  @BeforeEach
  void looksAsJustBuilt() throws Exception {
    Path target = Files.createDirectories(home.resolve("examples/target"));
    Files.copy(Path.of("run"), home.resolve("examples/run"));
    assertThat(home.resolve("examples/run").toFile().setExecutable(true)).isTrue();
    for (String room : List.of("build", "core", "node")) {
      link(home.resolve(room), Path.of("..", room));
    }
    link(home.resolve("examples/src"), Path.of("src"));
    link(target.resolve("classes"), Path.of("target/classes"));
    List<Path> jars = Libraries.all(home);
    Files.createDirectories(target.resolve("lib"));
    for (Path jar : jars) {
      link(target.resolve("lib").resolve(jar.getFileName()), jar);
    }
  }

  private void link(Path link, Path to) throws Exception {
    links.add(Files.createSymbolicLink(link, to.toAbsolutePath().normalize()));
  }

  @AfterEach
  void unlink() throws Exception {
    for (Path link : links) {
      Files.delete(link);
    }
  }

  @ParameterizedTest
  @CsvSource({"ledger", "writer"})
  void tellsItsStory(String name) throws Exception {
    try (Shell shell = new Shell(home, "examples/run " + name)) {
      assertThat(shell.status()).as(shell.all()).isZero();
      assertThat(shell.printed().lines()).hasSizeGreaterThan(10);
      assertThat(shell.all()).doesNotContain("Building", "Exception");
    }
  }

  @Test
  void threeOfTheProgramOfThePageCount() throws Exception {
    int port = Ports.free(3)[0];
    List<Shell> members = new ArrayList<>();
    try {
      for (int id = 1; id <= 3; id++) {
        members.add(new Shell(home, "examples/run embedding " + id + " " + port));
      }
      List<String> counted = new ArrayList<>();
      for (Shell member : members) {
        counted.add(member.counted());
      }
      assertThat(counted).containsExactlyInAnyOrder("1", "2", "3");
      for (Shell member : members) {
        member.pressEnter();
        assertThat(member.status()).as(member.all()).isZero();
      }
    } finally {
      members.forEach(Shell::close);
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "embedding", "nonsense"})
  void saysHowItIsUsed(String words) throws Exception {
    try (Shell shell = new Shell(home, "examples/run " + words)) {
      assertThat(shell.status()).isEqualTo(2);
      assertThat(shell.all()).startsWith("Usage: examples/run NAME");
    }
  }
}
