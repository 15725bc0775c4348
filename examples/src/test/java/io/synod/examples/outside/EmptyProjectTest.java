package io.synod.examples.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.examples.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does what docs/embedding.md says, with nothing but that page, Maven and the library's jars. */
@Timeout(300)
class EmptyProjectTest {

  private static final Pattern POM = Pattern.compile("(?ms)^```xml\n(.*?)^```");
  private static final Pattern FILE = Pattern.compile("(?ms)^In `(\\S+)`:\n\n```java\n(.*?)^```");
  private static final Pattern COMMAND = Pattern.compile("(?m)^mvn .*");

  private @TempDir Path directory;
  private Path project = Path.of("");
  private Path repository = Path.of("");
  private String page = "";

  @BeforeEach
  void begin() throws Exception {
    page = Files.readString(Path.of("../docs/embedding.md"));
    project = directory.resolve("project");
    Files.createDirectories(project.resolve(".mvn"));
    Files.writeString(project.resolve(".mvn/jvm.config"), "-XX:TieredStopAtLevel=1\n");
    repository = LocalRepository.make(directory);
  }

  private void writeWhatThePageShows() throws IOException {
    MatchResult pom = POM.matcher(page).results().findFirst().orElseThrow();
    Files.writeString(project.resolve("pom.xml"), pom.group(1));
    for (MatchResult file : FILE.matcher(page).results().toList()) {
      Path path = project.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.group(2));
    }
  }

  private Shell start(String command, String... options) throws IOException {
    List<String> config = new ArrayList<>(List.of(options));
    config.add("-Dmaven.repo.local=" + repository);
    Files.write(project.resolve(".mvn/maven.config"), config);
    return new Shell(project, command);
  }

  /** What Maven needs of others was downloaded before, but for the very first time. */
  private void run(String command) throws Exception {
    try (Shell offline = start(command, "--offline")) {
      if (offline.status() == 0) {
        return;
      }
      assertThat(offline.all()).contains("offline mode");
    }
    try (Shell online = start(command)) {
      assertThat(online.status()).as(online.all()).isZero();
    }
  }

  @Test
  void fromAnEmptyProjectToThreeMembers() throws Exception {
    writeWhatThePageShows();
    List<String> commands = COMMAND.matcher(page).results().map(MatchResult::group).toList();
    assertThat(commands).hasSize(4);
    run(commands.getFirst());

    int port = Ports.free(3)[0];
    List<String> starts =
        commands.stream()
            .skip(1)
            .map(command -> command.replaceFirst("=(\\d)$", "='$1 " + port + "'"))
            .toList();
    try (Shell one = start(starts.get(0), "--offline");
        Shell two = start(starts.get(1), "--offline")) {
      List<String> counted = new ArrayList<>(List.of(one.counted(), two.counted()));
      try (Shell three = start(starts.get(2), "--offline")) {
        counted.add(three.counted());
        assertThat(counted.subList(0, 2)).containsExactlyInAnyOrder("1", "2");
        assertThat(counted).last().isEqualTo("3");
        for (Shell member : List.of(three, two, one)) {
          member.pressEnter();
          assertThat(member.status()).as(member.all()).isZero();
        }
      }
    }
  }
}
