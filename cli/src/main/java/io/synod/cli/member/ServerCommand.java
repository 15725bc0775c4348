package io.synod.cli.member;

import io.synod.cli.Failure;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/**
 * {@code synod server}: runs one member until it is told to stop.
 *
 * <p>Its flags are etcd's, which have forms that picocli does not know, so it reads them itself;
 * picocli only lists it among the commands.
 */
@Command(name = "server", description = "Run one member; takes etcd's flags and ETCD_* variables.")
public final class ServerCommand implements Runnable {
  private static final String HELP =
      """
      Usage: synod server [--FLAG=VALUE]...
      Runs one member until SIGTERM or Ctrl-C. Flags and defaults are etcd's; where a flag is not
      given, its variable counts (--data-dir: ETCD_DATA_DIR).

        --name=NAME                          this member's name (default)
        --data-dir=DIR                       where its data is kept (NAME.synod)
        --listen-client-urls=URL,...         where it serves clients (http://localhost:2379)
        --advertise-client-urls=URL,...      where clients find it (as above)
        --listen-peer-urls=URL               where it listens for members (http://localhost:2380)
        --initial-advertise-peer-urls=URL    where members find it (from --initial-cluster)
        --initial-cluster=NAME=URL,...       all members, 1 to 9, the same on each (this one)
        --initial-cluster-token=TEXT         sets apart clusters on the same URLs (etcd-cluster)
        --initial-cluster-state=new|existing existing: the data directory must be there (new)
        --heartbeat-interval=MILLIS          how often members say that they live (100)
        --election-timeout=MILLIS            silence after which a leader is replaced (1000)
        --snapshot-count=N                   slots from one flush of the store to the next (by size)
        --max-request-bytes=N                the largest request (1572864)
        --max-txn-ops=N                      operations in a transaction's branch (128)
        --max-concurrent-streams=N           calls at a time on one connection (4096)
        --watch-progress-notify-interval=DURATION  news for watches of which there is none (10m)
        --quota-backend-bytes=N              size of the store that refuses writes (2 GiB)
        --auto-compaction-mode=periodic|revision  what the next flag counts (periodic)
        --auto-compaction-retention=N        hours (or 30m, 1h30m) or revisions to keep (0: all)
        --log-level=LEVEL                    debug, info, warn or error (info)
        --help                               say this
        --version                            say which version this is

      Other flags of etcd are ignored with a warning, except those that would change who can
      read the data or which cluster it is (TLS, discovery, --config-file, --proxy,
      --force-new-cluster). Unknown flags are errors. docs/etcd-flags.md lists them all.
      Exit status: 0 stopped when told to, 1 failed, 2 wrong flags.
      """;

  ServerCommand() {}

  @Override
  public void run() {
    throw new IllegalStateException("Flags of members are read elsewhere.");
  }

  /**
   * Runs a member by its flags.
   *
   * @param arguments what follows the word {@code server}
   * @param environment where variables are looked up
   * @param err takes warnings
   * @return the exit status, once the member has stopped
   * @throws Failure if the flags are wrong or the member cannot run
   */
  public static int run(List<String> arguments, Map<String, String> environment, PrintWriter err)
      throws Failure, InterruptedException {
    if (arguments.contains("--help") || arguments.contains("-help") || arguments.contains("-h")) {
      System.out.print(HELP);
      return 0;
    }
    EtcdFlags flags = EtcdFlags.read(Member.FLAGS, arguments, environment);
    flags.warnings().forEach(warning -> err.println("synod: " + warning));
    LogLevel.set(flags.values().getOrDefault("log-level", "info"));
    Member.run(flags.values());
    return 0;
  }
}
