package io.synod.bench;

import io.synod.bench.differential.Differential;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The way into the commands of the directory {@code bench}. */
@Command(
    name = "bench",
    subcommands = {
      AgainstEtcd.class,
      Differential.class,
      Load.class,
      Profile.class,
      RegisterFigures.class
    },
    description = "Measures Synod.")
public final class Bench {
  private Bench() {}

  /**
   * Runs one command, and exits with 0, 1 (failure) or 2 (usage).
   *
   * @param arguments the command's name and its own arguments; see {@code --help}
   */
  public static void main(String[] arguments) {
    System.setProperty("NAMES", Workloads.names());
    System.setProperty("SCENARIOS", Load.names());
    CommandLine line = new CommandLine(new Bench());
    line.setExecutionExceptionHandler((failure, command, _) -> {
      if (!(failure instanceof IOException)) {
        throw failure;
      }
      command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    });
    System.exit(line.execute(arguments));
  }
}
