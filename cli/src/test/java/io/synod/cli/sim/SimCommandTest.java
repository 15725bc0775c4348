package io.synod.cli.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.cli.local.Launch;
import io.synod.sim.broken.Mistake;
import io.synod.sim.broken.Table;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimCommandTest {

  @Test
  void seedsWithoutFindingsEndWithASummary() {
    Sim.Result result = Sim.run("--seeds=6", "--from=11", "--jobs=2");

    assertThat(result.status()).isZero();
    assertThat(result.out())
        .startsWith("6 seeds of cores (11 to 16) in 0:0")
        .contains(" with 2 jobs: nothing found\n", "simulated", "events", "5 members");
  }

  @Test
  void theSameSeedsDoTheSameInAnyOrderAndInAnyProcess() throws Exception {
    Sim.Result alone = Sim.run("--seeds=12", "--jobs=1");
    Sim.Result together = Sim.run("--seeds=12", "--jobs=5");
    Launch.Run elsewhere = Launch.run("sim", "--seeds=12");
    Sim.Result others = Sim.run("--seeds=12", "--from=2");

    assertThat(together.hash()).isEqualTo(alone.hash());
    assertThat(elsewhere.out()).contains(alone.hash());
    assertThat(elsewhere.status()).isZero();
    assertThat(others.hash()).isNotEqualTo(alone.hash());
  }

  @Test
  void anAccusedSeedIsMadeSmallAndShownWithWhatReplaysIt() {
    Sim.Result result = Sim.run(List.of(Sim.FAULTY), "--jobs=3");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .contains("| member 1", "| member 2", "solitude: 2 are a crowd.\n")
        .doesNotContain("| member 3");
    String replay =
        result
            .out()
            .lines()
            .filter(line -> line.startsWith("Replay it with: "))
            .findFirst()
            .orElseThrow();
    assertThat(result.err()).endsWith("replay it with `" + replay.substring(16) + "`.\n");

    String[] words = replay.substring("Replay it with: ./synod sim ".length()).split(" ");
    Sim.Result again = Sim.run(List.of(Sim.FAULTY), words);
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).isEqualTo("solitude: 2 are a crowd.\n");
    String trace = result.out().substring(0, result.out().indexOf("\n\n"));
    assertThat(again.out()).startsWith(trace);
  }

  @Test
  void theLowestAccusedSeedIsShownHoweverManyRunAtOnce() {
    String alone = Sim.run(List.of(Sim.FAULTY), "--jobs=1").err();
    String together = Sim.run(List.of(Sim.FAULTY), "--jobs=7").err();

    assertThat(last(together)).isEqualTo(last(alone));
  }

  private static String last(String text) {
    return Arrays.asList(text.split("\n", -1)).reversed().get(1);
  }

  @Test
  void aReplayShowsTheEndAndWritesAll(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("trace");
    Sim.Result shown = Sim.run("--replay=7", "--with=members=3,loss=0");
    Sim.Result written = Sim.run("--replay=7", "--with=members=3,loss=0", "--trace=" + file);

    assertThat(shown.status()).isZero();
    assertThat(shown.out()).contains("| member 3", "seed 7: members=3", "No checker accuses.\n");
    assertThat(written.out()).contains(" are in " + file).doesNotContain("| member 3");
    List<String> all = Files.readAllLines(file);
    String table = shown.out().substring(0, shown.out().indexOf("\n\n"));
    List<String> end = table.lines().skip(1).toList();
    assertThat(all).hasSizeGreaterThan(2 * end.size());
    assertThat(all.get(1)).contains("* seed 7: members=3");
    assertThat(all).endsWith(end.toArray(String[]::new));
  }

  @Test
  void aTraceThatCannotBeWrittenGetsOneSentence(@TempDir Path directory) {
    Path file = directory.resolve("missing").resolve("trace");
    Sim.Result result = Sim.run("--replay=7", "--trace=" + file);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "The trace cannot be written to " + file + "; name a file that can be written.\n");
  }

  @Test
  void thereAreAsManyBrokenRulesAsTheHelpSays() {
    assertThat(Level.ALL.stream().mapToInt(level -> level.mistakes().size()).sum())
        .isBetween(101, 199);
  }

  @Test
  void aBrokenRuleIsShownWithTheCheckerThatCatchesIt() {
    Sim.Result result = Sim.run("--broken=adopt-nothing,promise-forgotten");

    assertThat(result.status()).isZero();
    assertThat(result.out().lines())
        .hasSize(5)
        .anyMatch(line -> line.matches("adopt-nothing +[a-z ]+  \\d+ +300  .*adopt.*"))
        .anyMatch(line -> line.startsWith("promise-forgotten "))
        .anyMatch(line -> line.startsWith("2 of 2 broken rules caught in "));
  }

  @Test
  void aBrokenRuleThatIsNotCaughtIsAFailure() throws Exception {
    Mistake rare =
        Table.all().stream()
            .filter(it -> it.name().equals("old-confirmation-round"))
            .findFirst()
            .orElseThrow();
    Mistake hasty = new Mistake(rare.name(), rare.sentence(), 1, rare.redirects());
    try (Stop stop = Stop.onSignal()) {
      Mistakes run =
          new Mistakes(List.of(new Mistakes.Trial(Level.ALL.getFirst(), hasty)), 1, stop);
      run.run();

      assertThat(run.missed()).isEqualTo(1);
      assertThat(run.table()).contains("NOT CAUGHT", "0 of 1 broken rules caught");
    }
  }

  @Test
  void isStoppedWithASummary() throws Exception {
    Process sim =
        new ProcessBuilder(Launch.words("sim", "--seeds=1000000"))
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = sim.inputReader()) {
      assertThat(said.readLine()).isEqualTo("Running 1,000,000 seeds of cores from 1 on");
      sim.toHandle().destroy(); // which leaves its output open, as a signal does
      List<String> rest = said.lines().toList();

      assertThat(rest).anyMatch(line -> line.matches("Stopped: [0-9,]+ seeds of cores.*"));
      assertThat(sim.waitFor()).isEqualTo(1);
    } finally {
      sim.destroyForcibly();
    }
  }
}
