package io.synod.bench.differential;

import io.synod.node.StartException;
import io.synod.server.ConfigException;
import io.synod.server.ServerConfig;
import io.synod.server.SynodServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Synod's server in this process. */
final class Synod implements Server {
  private final Path directory;
  private final SynodServer server;

  private Synod(Path directory, SynodServer server) {
    this.directory = directory;
    this.server = server;
  }

  static Synod start(Path directory) throws IOException {
    return start(directory, Map.of());
  }

  /** Starts one with some flags more. */
  static Synod start(Path directory, Map<String, String> more) throws IOException {
    Map<String, String> flags =
        Server.flags(directory, Server.freePort(0)).stream()
            .map(flag -> flag.substring(2).split("=", 2))
            .collect(Collectors.toMap(flag -> flag[0], flag -> flag[1]));
    flags.putAll(more);
    try {
      return new Synod(directory, SynodServer.start(ServerConfig.of(flags)));
    } catch (ConfigException | StartException e) {
      throw new IOException("Synod does not start: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return "Synod";
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    Server.remove(directory);
  }
}
