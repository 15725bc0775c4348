package io.synod.cli.local;

import io.synod.cli.Failure;
import io.synod.server.explorer.ExplorerServer;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code synod explore}. */
@Command(
    name = "explore",
    description =
        "Serve the Explorer, a page on which to play with Paxos and learn it, to a browser on this"
            + " machine.",
    footer = {
      "It needs no cluster; a running member serves the same page, and shows its own cluster there,"
          + " at /explorer/ where it serves clients.",
      "Ctrl-C ends it with 0."
    })
public final class ExploreCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65_535;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "7007",
      description = "Where to serve it; 0 for any free port (default ${DEFAULT-VALUE}).")
  private int port;

  ExploreCommand() {}

  @Override
  public Integer call() throws Failure, InterruptedException {
    if (port < 0 || port > LAST_PORT) {
      throw Failure.usage("--port=%d is not a port from 0 to %d.".formatted(port, LAST_PORT));
    }
    try (ExplorerServer server = ExplorerServer.start(port)) {
      // Nothing has to be put in order; a clean stop is a success.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0), "stop"));
      System.out.println("The Explorer is at " + server.address() + " (Ctrl-C ends it)");
      System.out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (IOException e) {
      throw Failure.failed(
          port != 0 && !Ports.free(port)
              ? "Port %d is in use, or not to be had; stop what uses it, or choose another with --port."
                  .formatted(port)
              : "The Explorer cannot be served: %s.".formatted(Reason.of(e)));
    }
  }
}
