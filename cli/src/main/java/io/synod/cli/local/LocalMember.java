package io.synod.cli.local;

import io.synod.cli.Failure;
import io.synod.cli.client.StatusPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One member on this machine, as a process of its own that may be started more than once. */
final class LocalMember {
  private static final int TIMEOUT_MILLIS = 1_000;
  private static final int GRACE_SECONDS = 10;

  private final String name;
  private final int clientPort;
  private final int peerPort;
  private final Path directory;
  private final Path log;
  private @Nullable Process process;

  LocalMember(String name, int clientPort, int peerPort, Path parent) {
    this.name = name;
    this.clientPort = clientPort;
    this.peerPort = peerPort;
    this.directory = parent.resolve(name);
    this.log = parent.resolve(name + ".log");
  }

  String name() {
    return name;
  }

  int clientPort() {
    return clientPort;
  }

  int peerPort() {
    return peerPort;
  }

  Path directory() {
    return directory;
  }

  /** Where all output of its processes goes. */
  Path log() {
    return log;
  }

  String clientAddress() {
    return "127.0.0.1:" + clientPort;
  }

  String peerUrl() {
    return "http://127.0.0.1:" + peerPort;
  }

  /** The running process; the member must have been started. */
  Process process() {
    if (process == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return process;
  }

  /** What {@code synod server} is to be given for it. */
  List<String> flags(String cluster, String token) {
    return List.of(
        "--name=" + name,
        "--data-dir=" + directory,
        "--listen-client-urls=http://" + clientAddress(),
        "--advertise-client-urls=http://" + clientAddress(),
        "--listen-peer-urls=" + peerUrl(),
        "--initial-advertise-peer-urls=" + peerUrl(),
        "--initial-cluster=" + cluster,
        "--initial-cluster-token=" + token);
  }

  /** Whether its process lives. */
  boolean running() {
    return process != null && process.isAlive();
  }

  /** Starts its process; it serves some time later. */
  void start(String cluster, String token) throws Failure {
    List<String> words = new ArrayList<>(Java.server(System.getenv()));
    words.addAll(flags(cluster, token));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("ETCD_"));
    builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw Failure.failed("Member %s could not be started: %s.".formatted(name, e.getMessage()));
    }
  }

  /** Whether it serves clients, which needs a leader. */
  boolean ready() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://" + clientAddress() + "/health").toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** How it says that it stands, unless it does not answer. */
  Optional<StatusPage> status() {
    try {
      return Optional.of(StatusPage.of(clientAddress()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The last line that it wrote, which says why it ended. */
  String lastWords() {
    try {
      List<String> lines =
          Files.readAllLines(log, StandardCharsets.UTF_8).stream()
              .filter(line -> !line.isBlank())
              .toList();
      return lines.isEmpty() ? "it wrote nothing" : lines.getLast();
    } catch (IOException | UncheckedIOException e) {
      return "its log cannot be read";
    }
  }

  /** Asks it to stop; {@link #awaitStop} waits for that. */
  void stop() {
    if (process != null) {
      process.destroy();
    }
  }

  /** Waits until it has stopped, and kills it if it takes too long. */
  void awaitStop() throws InterruptedException {
    if (process != null && !process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
