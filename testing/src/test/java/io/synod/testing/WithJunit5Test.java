package io.synod.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The other tests run with JUnit 6; many projects have JUnit 5. */
final class WithJunit5Test {

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void theExampleRunsWithJunit5() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(),
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--disable-banner",
                "--select-class=" + LockTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("3 tests successful").contains("JUnit Jupiter");
  }

  private static String classPath() throws Exception {
    try (Stream<Path> junit5 = Files.list(Path.of("target", "junit5"))) {
      Stream<String> ours =
          List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
              .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("junit-"));
      return Stream.concat(junit5.map(Path::toString), ours)
          .collect(Collectors.joining(File.pathSeparator));
    }
  }
}
