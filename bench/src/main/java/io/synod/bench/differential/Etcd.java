package io.synod.bench.differential;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Debian's etcd, a process. */
final class Etcd implements Server {
  private static final long START_SECONDS = 30;
  private static final long STOP_SECONDS = 5;

  private final Path directory;
  private final int port;
  private final ProcessBuilder builder;
  private Process process;
  private final Thread cleanUp = new Thread(this::endAndRemove, "clean-up");

  private Etcd(Path directory, int port, ProcessBuilder builder) throws IOException {
    this.directory = directory;
    this.port = port;
    this.builder = builder;
    this.process = builder.start();
  }

  /** Starts one and waits until it serves. */
  static Etcd start(Path directory) throws IOException, InterruptedException {
    return start(directory, Map.of());
  }

  /** Starts one with some flags more. */
  static Etcd start(Path directory, Map<String, String> more)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    int port = Server.freePort(0);
    List<String> command = new ArrayList<>(List.of("etcd", "--log-level=error"));
    command.addAll(Server.flags(directory.resolve("data"), port));
    more.forEach((flag, value) -> command.add("--" + flag + "=" + value));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("ETCD_"));
    Path log = directory.resolve("log");
    Etcd etcd = new Etcd(directory, port, builder.redirectOutput(log.toFile()));
    Runtime.getRuntime().addShutdownHook(etcd.cleanUp);
    try {
      etcd.awaitServing();
      return etcd;
    } catch (IOException | InterruptedException e) {
      etcd.close();
      throw e;
    }
  }

  private void awaitServing() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new IOException("etcd does not start: " + lastWords(), notYet);
        }
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  /** Waits a while for the process to end by itself; whether it did. */
  boolean dies() throws InterruptedException {
    return process.waitFor(START_SECONDS, TimeUnit.SECONDS);
  }

  /** Starts the process again, which has ended; whether it ends by itself once more. */
  boolean diesAgain() throws IOException, InterruptedException {
    process = builder.start();
    return dies();
  }

  @Override
  public String name() {
    return "etcd";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(cleanUp);
    } catch (IllegalStateException shuttingDown) {
      return;
    }
    endAndRemove();
  }

  private void endAndRemove() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Server.remove(directory);
  }
}
