package io.synod.bench;

import io.synod.bench.cluster.Contender;
import io.synod.bench.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where members that are measured run: the flags that all commands share. */
final class Place {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the data directories are made for the run (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("/var/tmp");

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "The first of six ports to use (default: ${DEFAULT-VALUE}).")
  private int port = 22_000;

  @Option(names = "--root", hidden = true, description = "The repository; the launcher says where.")
  private Path root = Path.of("").toAbsolutePath();

  Place() {}

  Path data() {
    return data;
  }

  int port() {
    return port;
  }

  Path root() {
    return root;
  }

  /** Synod as it was built last. */
  Contender synod() {
    return new Contender(Results.SUBJECT, List.of(root.resolve("synod").toString(), "server"));
  }

  /** Refuses a directory where syncing costs nothing. */
  void refuseMemory() throws IOException {
    if (!Files.isDirectory(data)) {
      throw wrong("--data " + data + " is not a directory; make it, or name another");
    }
    if (Files.getFileStore(data).type().equals("tmpfs")) {
      throw wrong(
          "--data "
              + data
              + " is in memory, where syncing costs nothing; name a directory on disk");
    }
  }

  private ParameterException wrong(String sentence) {
    if (spec == null) {
      throw new IllegalStateException("no command line was read");
    }
    return new ParameterException(spec.commandLine(), sentence);
  }
}
