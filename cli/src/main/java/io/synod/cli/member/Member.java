package io.synod.cli.member;

import io.synod.cli.Failure;
import io.synod.node.StartException;
import io.synod.server.ConfigException;
import io.synod.server.ServerConfig;
import io.synod.server.SynodServer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** The member of this process. */
final class Member {
  /** The flags that it reads. */
  static final Set<String> FLAGS = ServerConfig.FLAGS;

  private Member() {}

  /**
   * Runs it until the process is told to stop, which ends the process.
   *
   * @throws Failure if it cannot start, or had to stop by itself
   */
  static void run(Map<String, String> flags) throws Failure {
    SynodServer server = start(config(flags));
    AtomicBoolean told = new AtomicBoolean(true);
    CompletableFuture<String> end = new CompletableFuture<>();
    server.onStop(end::complete);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (told.get()) {
                    server.close();
                    // A stop that was asked for is a success, where the JVM would report the
                    // signal.
                    Runtime.getRuntime().halt(0);
                  }
                },
                "stop"));
    String reason = end.join();
    if (!reason.isEmpty()) {
      told.set(false);
      server.close();
      throw Failure.failed(reason);
    }
  }

  private static ServerConfig config(Map<String, String> flags) throws Failure {
    try {
      return ServerConfig.of(flags);
    } catch (ConfigException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  private static SynodServer start(ServerConfig config) throws Failure {
    try {
      return SynodServer.start(config);
    } catch (StartException e) {
      throw Failure.failed(String.valueOf(e.getMessage()));
    }
  }
}
