package io.synod.examples.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.synod.examples.Ports;
import io.synod.node.LocalNetwork;
import io.synod.node.Member;
import io.synod.node.MemberConfig;
import io.synod.node.Registers;
import io.synod.node.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class EmbeddingTest {

  private @TempDir Path directory;

  private static List<String> snippets(String page) throws Exception {
    Matcher matcher =
        Pattern.compile("(?ms)^```java\n(.*?)^```").matcher(Files.readString(Path.of("..", page)));
    return matcher.results().map(found -> found.group(1)).toList();
  }

  private static String source(String name) throws Exception {
    return Files.readString(Path.of("src/main/java/io/synod/examples/embedding", name + ".java"))
        .replaceFirst("package .*\n\n", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Counter", "Counters"})
  void whatThePageShowsIsWhatIsCompiledHere(String name) throws Exception {
    assertThat(snippets("docs/embedding.md")).contains(source(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/embedding.md"})
  void everyLineThatPagesShowOfTheLibraryIsCompiledHere(String page) throws Exception {
    Set<String> lines = new HashSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.addAll(lines(Files.readString(file)));
      }
    }
    List<String> shown =
        snippets(page).stream()
            .filter(snippet -> snippet.contains("Member"))
            .flatMap(snippet -> lines(snippet).stream())
            .toList();
    assertThat(shown).isNotEmpty().isSubsetOf(lines);
  }

  private static List<String> lines(String text) {
    return text.lines().map(line -> line.replaceFirst(" +// .*", "").strip()).toList();
  }

  @Test
  void aStateMachineIsTestedOnMembersInMemory() throws Exception {
    List<Member<Counter>> members = new ArrayList<>();
    try {
      LocalNetwork network = new LocalNetwork();
      for (long id = 1; id <= 3; id++) {
        MemberConfig config =
            MemberConfig.builder(id)
                .members(1, 2, 3)
                .transport(network.transport())
                .storage(Storage.inMemory())
                .build();
        members.add(Member.start(config, Counter::new));
      }
      network.cut(1, 2);
      assertThat(Counters.count(members.get(2))).isEqualTo("counted: 1, read: 1");
    } finally {
      members.parallelStream().forEach(Member::close);
    }
  }

  @Test
  void aClusterOfOneIsEnoughToBegin() throws Exception {
    MemberConfig config =
        MemberConfig.builder(1)
            .members(1)
            .transport(new LocalNetwork().transport())
            .directory(directory)
            .build();
    try (Member<Counter> _ = Member.start(config, Counter::new)) {
      assertThat(directory).isNotEmptyDirectory();
    }
    Member<Counter> member = Member.start(config, Counter::new);
    byte[] answer = member.propose("hello".getBytes(UTF_8)).get();
    long read = member.read(counter -> counter.count("hello")).get();
    Registers.Chosen chosen = member.registers().propose("first", "me".getBytes(UTF_8)).get();
    assertThat(chosen.isOwn()).isTrue();
    member.close();
    assertThat(new String(answer, UTF_8)).isEqualTo(String.valueOf(read)).isEqualTo("1");
  }

  @Test
  void theStateMachineOfThePageHasAtMostSixtyLines() throws Exception {
    assertThat(source("Counter").lines()).hasSizeLessThanOrEqualTo(60);
  }

  @Test
  void theProgramOfThePageCountsOnThreeMembersAndGoesOnAfterARestart() throws Exception {
    int[] ports = Ports.free(3);
    assertThat(life(ports)).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(life(ports)).containsExactlyInAnyOrder(4L, 5L, 6L);
  }

  /** Starts three members, has each of them count, and returns what they answered. */
  private List<Long> life(int[] ports) throws Exception {
    List<Member<Counter>> members = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      for (long id = 1; id <= 3; id++) {
        members.add(Member.start(Counters.config(id, directory, ports), Counter::new));
      }
      List<Callable<String>> counts =
          members.stream().map(member -> (Callable<String>) () -> Counters.count(member)).toList();
      List<Long> answers = new ArrayList<>();
      for (Future<String> line : pool.invokeAll(counts)) {
        Matcher numbers =
            Pattern.compile("counted: ([0-9]+), read: ([0-9]+)")
                .matcher(line.get(60, TimeUnit.SECONDS));
        assertThat(numbers.matches()).isTrue();
        long counted = Long.parseLong(numbers.group(1));
        assertThat(Long.parseLong(numbers.group(2))).isGreaterThanOrEqualTo(counted);
        answers.add(counted);
      }
      return answers;
    } finally {
      members.parallelStream().forEach(Member::close);
    }
  }
}
