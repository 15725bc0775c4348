package io.synod.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DocsTest {

  @Test
  void theExampleInTheDocsIsTheOneThatRuns() throws IOException {
    String test = Files.readString(Path.of("src/test/java/io/synod/testing/LockTest.java"));
    String example =
        test.substring(test.indexOf("// example: begin\n"), test.indexOf("// example: end"))
            .replace("// example: begin\n", "");

    assertThat(Files.readString(Path.of("../docs/testing-your-code.md")))
        .contains("```java\n" + example + "```");
  }
}
