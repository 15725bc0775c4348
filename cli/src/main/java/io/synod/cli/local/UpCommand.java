package io.synod.cli.local;

import io.synod.cli.Failure;
import io.synod.cli.Table;
import io.synod.cli.client.StatusPage;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code synod up}. */
@Command(
    name = "up",
    description = "Start a cluster of member processes on this machine, and stop it on Ctrl-C.",
    footer = {
      "The same command starts it again with its data. Each member's log is DIR/NAME.log.",
      "Ctrl-C ends it with 0; it fails if it cannot start, or once all members have ended."
    })
public final class UpCommand implements Callable<Integer> {
  private static final int MOST_MEMBERS = 9;
  private static final String TOKEN = "synod-up";
  private static final int LAST_PORT = 65_535;

  @Option(
      names = "--members",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many members, 1 to 9 (default ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "synod-data",
      description = "Where their data and logs are kept (default ${DEFAULT-VALUE}).")
  private String data = "synod-data";

  @Option(
      names = "--client-port",
      paramLabel = "P",
      defaultValue = "2379",
      description = {
        "Members serve clients at P, P+100, P+200, ... and each other at P+1, P+101, ...",
        "(default ${DEFAULT-VALUE})."
      })
  private int clientPort;

  private final AtomicBoolean stopping = new AtomicBoolean();

  UpCommand() {}

  @Override
  public Integer call() throws Failure, InterruptedException {
    check();
    Path directory = Path.of(data).toAbsolutePath().normalize();
    LocalCluster cluster = LocalCluster.spaced(size, clientPort, directory, TOKEN);
    Ports.requireFree(cluster);
    try (DataDirectory _ = DataDirectory.open(directory, size, clientPort)) {
      Thread stopper = new Thread(() -> stop(cluster), "stop");
      Runtime.getRuntime().addShutdownHook(stopper);
      try {
        cluster.start();
      } catch (Failure failure) {
        stopping.set(true);
        cluster.stop();
        throw failure;
      }
      System.out.print(table(cluster));
      System.out.println();
      System.out.println(
          "Try:     ETCDCTL_API=3 etcdctl --endpoints=" + cluster.endpoints() + " put hello world");
      System.out.println("Stop:    Ctrl-C (the data stays in " + directory + ")");
      System.out.flush();
      return watch(cluster);
    }
  }

  private void check() throws Failure {
    if (size < 1 || size > MOST_MEMBERS) {
      throw Failure.usage("--members=%d is not a number from 1 to 9.".formatted(size));
    }
    int most = LAST_PORT - 100 * (size - 1) - 1;
    if (clientPort < 1 || clientPort > most) {
      throw Failure.usage(
          "--client-port=%d is not a port from 1 to %d.".formatted(clientPort, most));
    }
  }

  private static String table(LocalCluster cluster) {
    Table table = new Table("NAME", "PID", "CLIENTS", "ROLE", "DATA");
    for (LocalMember member : cluster.members()) {
      table.row(
          member.name(),
          Long.toString(member.process().pid()),
          member.clientAddress(),
          member.status().map(StatusPage::role).orElse("starting"),
          member.directory().toString());
    }
    return table.toString();
  }

  /** Says which members end; returns once all have. */
  private int watch(LocalCluster cluster) {
    CompletableFuture<?>[] ends =
        cluster.members().stream()
            .map(member -> member.process().onExit().thenAccept(_ -> mourn(member)))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(ends).join();
    if (!stopping.get()) {
      System.err.println("synod: all members have ended.");
    }
    return Failure.FAILED;
  }

  private void mourn(LocalMember member) {
    if (!stopping.get()) {
      System.err.printf(
          "synod: member %s (pid %d) has ended with status %d; its log is %s. Start all again to"
              + " have it back.%n",
          member.name(), member.process().pid(), member.process().exitValue(), member.log());
    }
  }

  /** Runs when the process is told to end, by Ctrl-C or SIGTERM; a clean stop is a success. */
  private void stop(LocalCluster cluster) {
    if (stopping.compareAndSet(false, true)
        && cluster.members().stream().anyMatch(LocalMember::running)) {
      System.out.println("Stopping " + cluster.members().size() + " members");
      cluster.stop();
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }
}
