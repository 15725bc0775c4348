package io.synod.sim.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Plays every transcript, or rewrites them all with {@code -Dtranscripts.rewrite=true}. */
final class TranscriptTest {

  private static final Path TRANSCRIPTS =
      Path.of(System.getProperty("basedir", "."), "src", "test", "resources", "transcripts");

  @TestFactory
  List<DynamicTest> transcripts() throws IOException {
    try (Stream<Path> files = Files.list(TRANSCRIPTS)) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .sorted()
          .map(file -> DynamicTest.dynamicTest(name(file), file.toUri(), () -> check(file)))
          .toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.txt$", "").replace('-', ' ');
  }

  private static void check(Path file) throws IOException {
    String played = Transcript.play(Files.readString(file));
    if (Boolean.getBoolean("transcripts.rewrite")) {
      Files.writeString(file, played);
    }
    assertThat(played)
        .as(
            "the trace of %s; if the change is meant, rewrite with -Dtranscripts.rewrite=true",
            file.getFileName())
        .isEqualTo(Files.readString(file));
  }
}
