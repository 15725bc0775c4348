package io.synod.bench;

import io.synod.bench.cluster.Contender;
import io.synod.bench.report.Results;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where members that are measured run: the flags that all commands share. */
final class Place {
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
}
