package io.synod.cli.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.cli.local.Launch;
import io.synod.sim.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CampaignTest {
  @TempDir private Path directory;

  @Test
  void goesOnWhereItStoppedAndCountsEverySeedOnce() {
    Sim.Result first = campaign("--seeds=7");
    Sim.Result second = campaign("--seeds=20");
    Sim.Result again = campaign("--seeds=20");

    assertThat(first.out()).startsWith("7 seeds of cores (1 to 7)");
    assertThat(second.out()).startsWith("20 seeds of cores (1 to 20)");
    assertThat(second.hash()).isEqualTo(Sim.run("--seeds=20").hash());
    assertThat(again.status()).isZero();
    assertThat(again.out()).isEqualTo(second.out());
  }

  @Test
  void isNotHurtByBeingKilled() throws Exception {
    Process killed = new ProcessBuilder(Launch.words("sim", "--campaign=" + file())).start();
    while (places() == 0) {
      assertThat(killed.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    killed.destroyForcibly().waitFor();
    Files.writeString(file(), "place 12 13 4", StandardOpenOption.APPEND);

    Sim.Result resumed = campaign("--seeds=1");
    String seeds = resumed.out().split(" ", 2)[0].replace(",", "");
    assertThat(Integer.parseInt(seeds)).isGreaterThan(1);
    assertThat(resumed.hash()).isEqualTo(Sim.run("--seeds=" + seeds).hash());
    assertThat(Files.readString(file())).doesNotContain("place 12 13 4").endsWith("\n");
  }

  private long places() throws IOException {
    return Files.exists(file())
        ? Files.readAllLines(file()).stream().filter(line -> line.startsWith("place ")).count()
        : 0;
  }

  @Test
  void goesOnAfterWhatItFindsAndKeepsIt() throws IOException {
    Sim.Result first = Sim.run(List.of(Sim.FAULTY), "--campaign=" + file(), "--seeds=2");
    Sim.Result second = Sim.run(List.of(Sim.FAULTY), "--campaign=" + file(), "--seeds=3");

    assertThat(first.status()).isEqualTo(1);
    assertThat(second.status()).isEqualTo(1);
    assertThat(second.err()).endsWith("The campaign found something; its log is " + file() + ".\n");
    assertThat(second.out()).contains(": 3 found; its log is ");
    assertThat(Files.readString(file()))
        .contains(
            "found seed 1: solitude\n", "found seed 3: solitude\n", "Replay it with: ./synod sim");
  }

  @Test
  void whatIsFoundAgainAfterAKillIsWrittenOnce() throws IOException {
    Sim.run(List.of(Sim.FAULTY), "--campaign=" + file(), "--seeds=1");
    String log = Files.readString(file());
    Files.writeString(file(), log.substring(0, log.lastIndexOf("\nplace ") + 1));

    Sim.Result again = Sim.run(List.of(Sim.FAULTY), "--campaign=" + file(), "--seeds=1");
    assertThat(again.out()).startsWith("1 seeds").contains(": 1 found;");
    assertThat(Files.readString(file()).split("found seed 1:", -1)).hasSize(2);
  }

  @Test
  void anotherCampaignIsRefused() {
    campaign("--seeds=1");
    Level other = new Level("others", 1, Simulation::run);
    Level changed =
        new Level("cores", 1, (plan, lines) -> Simulation.run(plan.with("storm=300"), lines));

    assertThat(campaign("--seeds=1", "--from=2").err())
        .endsWith(
            " is a campaign of cores from seed 1, not a campaign of cores from seed 2; name another"
                + " file, or ask for the same.\n");
    assertThat(Sim.run(List.of(other), "--campaign=" + file()).err())
        .contains(" is a campaign of cores from seed 1, not a campaign of others from seed 1;");
    assertThat(Sim.run(List.of(changed), "--campaign=" + file()).err())
        .contains(" was run with other code, with which the same seeds do something else;");
  }

  @Test
  void aFileOfAnotherKindIsRefusedAndLeftAsItWas() throws IOException {
    Files.writeString(file(), "Dear friend,\nall is well");
    Sim.Result result = campaign("--seeds=1");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).isEqualTo(file() + " is no campaign; name another file.\n");
    assertThat(file()).hasContent("Dear friend,\nall is well");
  }

  @Test
  void aFileThatCannotBeWrittenGetsOneSentence() throws IOException {
    Files.createDirectory(file());
    Sim.Result result = campaign("--seeds=1");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("The campaign cannot be kept in " + file() + " (")
        .endsWith("); name a file that can be written.\n");
  }

  @Test
  void twoProcessesDoNotShareACampaign() throws Exception {
    campaign("--seeds=1");
    try (Campaign _ = Campaign.open(file(), Level.ALL.getFirst(), 1)) {
      Launch.Run other = Launch.run("sim", "--seeds=2", "--campaign=" + file());

      assertThat(other.status()).isEqualTo(1);
      assertThat(other.err())
          .contains(" is under way in another process; wait for that, or name another file.\n");
    }
  }

  private Path file() {
    return directory.resolve("campaign");
  }

  private Sim.Result campaign(String... flags) {
    String[] all = new String[flags.length + 1];
    System.arraycopy(flags, 0, all, 0, flags.length);
    all[flags.length] = "--campaign=" + file();
    return Sim.run(all);
  }
}
