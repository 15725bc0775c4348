package io.synod.bench;

import io.synod.bench.cluster.Contender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How often systems take turns, and where it is told: the flags that comparing commands share. */
final class Turns {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each system has its turn (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--keep", description = "Leave the page as it is.")
  private boolean keep;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where performance.md is, and what belongs to it (default: docs).")
  private @Nullable Path directory;

  /** So many rounds unless the command line says otherwise. */
  Turns(int rounds) {
    this.rounds = rounds;
  }

  /** What a system does when it is its turn. */
  @FunctionalInterface
  interface Turn {
    /** Does it, in one of the rounds from 1 on. */
    void take(Contender contender, int round) throws IOException, InterruptedException;
  }

  int rounds() {
    return rounds;
  }

  boolean keepsPage() {
    return keep;
  }

  /** Where the page is; there is such a directory. */
  Path directory(Path root) throws IOException {
    return Files.createDirectories(directory == null ? root.resolve("docs") : directory);
  }

  void check() {
    if (rounds < 1 && spec != null) {
      throw new ParameterException(spec.commandLine(), "--rounds must be 1 or more");
    }
  }

  /** Who goes first alternates, so that neither always follows the other. */
  void take(List<Contender> contenders, Turn turn) throws IOException, InterruptedException {
    for (int round = 1; round <= rounds; round++) {
      for (Contender contender : round % 2 == 1 ? contenders : contenders.reversed()) {
        turn.take(contender, round);
      }
    }
  }
}
