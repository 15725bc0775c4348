package io.synod.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {
  @TempDir private Path temporary;

  @Test
  void theStoryIsTrueAndLeavesNothingBehind() throws Exception {
    List<String> words = Launch.words("demo");
    words.add(1, "-Djava.io.tmpdir=" + temporary);
    Process demo = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Set<ProcessHandle> members = new HashSet<>();
    StringBuilder told = new StringBuilder();
    BufferedReader out = demo.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      told.append(line).append('\n');
      demo.children().forEach(members::add);
    }
    String story = told.toString();

    assertThat(demo.waitFor()).as(story).isZero();
    String leader = only("All serve after [0-9]+ ms; (m[123]) leads\\.", story);
    assertThat(only("Kill the leader, (m[123]), with SIGKILL", story)).isEqualTo(leader);
    assertThat(only("Write greeting=hello through (m[123]), which does not lead", story))
        .isNotEqualTo(leader);
    assertThat(only("(m[123]) says hello, confirmed with a majority\\.", story))
        .isNotEqualTo(leader);
    assertThat(only("acknowledged ([0-9]+) ms after the kill", story)).isNotEmpty();
    assertThat(only("(m[123]) leads now\\. .* greeting=hello, count=99\\.", story))
        .isNotEqualTo(leader);
    List<String> logs = all("m[123] +(?:leader|follower) +([0-9]+ +[0-9a-f]+)\n", story);
    assertThat(logs).hasSize(3);
    assertThat(new HashSet<>(logs)).hasSize(1);
    assertThat(story).endsWith("The same log everywhere.\n");

    // Three, and the one that was killed and started again.
    assertThat(members).hasSize(4).noneMatch(ProcessHandle::isAlive);
    assertThat(temporary).isEmptyDirectory();
  }

  private static String only(String pattern, String story) {
    List<String> found = all(pattern, story);
    assertThat(found).as("%s in %s", pattern, story).hasSize(1);
    return found.getFirst();
  }

  private static List<String> all(String pattern, String story) {
    Matcher matcher = Pattern.compile(pattern).matcher(story);
    return matcher.results().map(result -> result.group(1)).toList();
  }
}
