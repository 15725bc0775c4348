package io.synod.cli.faults;

import io.synod.cli.client.StatusPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One member as a process, which can be hurt and started again. */
final class Node {
  private static final long EXIT_SECONDS = 60;

  private final String name;
  private final String host;
  private final int clientPort;
  private final int peerPort;
  private final Path directory;
  private final Path log;
  private List<String> flags = List.of();
  private List<String> place = List.of();
  private @Nullable List<String> program;
  private @Nullable Process process;

  /** On this machine's loopback. */
  Node(String name, int clientPort, int peerPort, Path directory, Path log) {
    this(name, "127.0.0.1", clientPort, peerPort, directory, log);
  }

  /** At an address of its own. */
  Node(String name, String host, int clientPort, int peerPort, Path directory, Path log) {
    this.name = name;
    this.host = host;
    this.clientPort = clientPort;
    this.peerPort = peerPort;
    this.directory = directory;
    this.log = log;
  }

  String name() {
    return name;
  }

  int clientPort() {
    return clientPort;
  }

  String clientAddress() {
    return host + ":" + clientPort;
  }

  Path directory() {
    return directory;
  }

  Path log() {
    return log;
  }

  String peerUrl() {
    return "http://" + host + ":" + peerPort;
  }

  String clientUrl() {
    return "http://" + clientAddress();
  }

  /** What it is started with besides its name, directory and addresses. */
  void flags(List<String> more) {
    flags = List.copyOf(more);
  }

  /** What to put before its command, so that it runs elsewhere. */
  void place(List<String> words) {
    place = List.copyOf(words);
  }

  /** What it is, in place of Synod: anything that takes etcd's flags. */
  void program(List<String> words) {
    program = List.copyOf(words);
  }

  void start() {
    List<String> words = new ArrayList<>(place);
    words.addAll(program == null ? Image.words() : program);
    words.addAll(
        List.of(
            "--name=" + name,
            "--data-dir=" + directory,
            "--listen-client-urls=" + clientUrl(),
            "--advertise-client-urls=" + clientUrl(),
            "--listen-peer-urls=" + peerUrl(),
            "--initial-advertise-peer-urls=" + peerUrl()));
    words.addAll(flags);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("ETCD_"));
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new AssertionError("No process could be started.", e);
    }
  }

  private Process process() {
    return Objects.requireNonNull(process);
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** SIGKILL; returns when it is dead. */
  void kill() throws InterruptedException {
    strike();
    if (process != null) {
      process.waitFor();
    }
  }

  /** SIGKILL; returns at once. */
  void strike() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** SIGTERM. */
  void stop() {
    process().destroy();
  }

  /** SIGSTOP: it stands still, its connections stay. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    String pid = Long.toString(process().pid());
    if (new ProcessBuilder("kill", "-" + signal, pid).start().waitFor() != 0) {
      throw new AssertionError("No SIG" + signal + " could be sent to " + name + ".");
    }
  }

  /** Waits until it has ended by itself. */
  int exitStatus() throws InterruptedException {
    if (!process().waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " should have ended by itself.");
    }
    return process().exitValue();
  }

  StatusPage status() throws IOException {
    return StatusPage.of(clientAddress());
  }

  /** All that it has ever written. */
  List<String> output() throws IOException {
    return Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
  }
}
