package io.synod.cli;

import io.synod.cli.client.DelCommand;
import io.synod.cli.client.GetCommand;
import io.synod.cli.client.PutCommand;
import io.synod.cli.client.RegisterCommand;
import io.synod.cli.client.StatusCommand;
import io.synod.cli.local.DemoCommand;
import io.synod.cli.local.ExploreCommand;
import io.synod.cli.local.UpCommand;
import io.synod.cli.member.ServerCommand;
import io.synod.cli.sim.SimCommand;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The way into the {@code synod} command. */
@Command(
    name = "synod",
    description = "A coordination store on Multi-Paxos that speaks etcd's v3 API.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Synod.Version.class,
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      ServerCommand.class,
      StatusCommand.class,
      PutCommand.class,
      GetCommand.class,
      DelCommand.class,
      RegisterCommand.class,
      SimCommand.class,
      ExploreCommand.class
    },
    footerHeading = "%n",
    footer = {
      "`synod COMMAND --help` says more about one command. SYNOD_JAVA_OPTS holds further options"
          + " for the JVM.",
      Synod.STATUSES
    })
public final class Synod implements Runnable {
  static final String STATUSES = "Exit status: 0 done, 1 failed, 2 wrong command line.";

  @Spec private @Nullable CommandSpec spec;

  private Synod() {}

  /** Runs the command, then ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.getenv()));
  }

  /**
   * Runs one command.
   *
   * @param arguments what follows the word {@code synod}
   * @param environment variables that members take flags from
   * @return the exit status
   */
  static int run(List<String> arguments, Map<String, String> environment) {
    PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
    String first = arguments.isEmpty() ? "" : arguments.getFirst();
    if (first.equals("help") || first.equals("version")) {
      // What etcdctl understands; `help COMMAND` is `COMMAND --help`.
      List<String> flags = new ArrayList<>(arguments.subList(1, arguments.size()));
      flags.add("--" + first);
      return run(flags, environment);
    }
    if (first.equals("server")
        && (arguments.contains("--version") || arguments.contains("-version"))) {
      return run(List.of("--version"), environment);
    }
    if (first.equals("server")) {
      return guarded(
          err, () -> ServerCommand.run(arguments.subList(1, arguments.size()), environment, err));
    }
    CommandLine line = commandLine();
    line.setErr(err);
    return line.execute(arguments.toArray(String[]::new));
  }

  private static void describe(CommandLine command) {
    command.getCommandSpec().addOption(help());
    List<String> footer =
        new ArrayList<>(List.of(command.getCommandSpec().usageMessage().footer()));
    footer.add(STATUSES);
    command
        .getCommandSpec()
        .usageMessage()
        .footerHeading("%n")
        .footer(footer.toArray(String[]::new));
    command.getSubcommands().values().forEach(Synod::describe);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Synod());
    line.getCommandSpec().addOption(help()).addOption(version());
    line.getSubcommands().values().forEach(Synod::describe);
    line.setUsageHelpWidth(100);
    line.setUsageHelpAutoWidth(false);
    line.setParameterExceptionHandler(Misuse::explain);
    line.setExecutionExceptionHandler((thrown, command, result) ->
        guarded(
            command.getErr(),
            () -> {
              throw thrown;
            }));
    return line;
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .description("Say how the command is used.")
        .build();
  }

  private static OptionSpec version() {
    return OptionSpec.builder("-V", "--version")
        .versionHelp(true)
        .description("Say which version this is.")
        .build();
  }

  @Override
  public void run() {
    Objects.requireNonNull(spec).commandLine().usage(System.out);
  }

  /** What a command does once its command line is understood. */
  private interface Work {
    int run() throws Exception;
  }

  private static int guarded(PrintWriter err, Work work) {
    try {
      return work.run();
    } catch (Failure failure) {
      err.println("synod: " + failure.getMessage());
      return failure.status();
    } catch (InterruptedException e) {
      return Failure.FAILED;
    } catch (Exception e) {
      err.println("synod: unexpected: " + e);
      if (System.getenv("SYNOD_DEBUG") != null) {
        e.printStackTrace(err);
      } else {
        err.println("This is a bug of Synod; with SYNOD_DEBUG=1 in the environment it says where.");
      }
      return Failure.FAILED;
    }
  }

  /** Names this build. */
  static final class Version implements CommandLine.IVersionProvider {
    Version() {}

    @Override
    public String[] getVersion() {
      String version = Synod.class.getPackage().getImplementationVersion();
      return new String[] {
        "synod " + Objects.requireNonNullElse(version, "development"),
        "Java "
            + Runtime.version()
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
      };
    }
  }
}
