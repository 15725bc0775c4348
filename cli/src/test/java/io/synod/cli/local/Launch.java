package io.synod.cli.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Starts the {@code synod} command as a person does: as a process of its own. */
public final class Launch {
  /** Below what Linux gives to those who ask for any port. */
  private static final int LOWEST_PORT = 20_000;

  private static final int PORTS = 12_000;

  /** How a command ended. */
  public record Run(int status, String out, String err) {}

  private Launch() {}

  /** The words that start the command in a new JVM. */
  public static List<String> words(String... arguments) {
    List<String> words = new ArrayList<>(Java.server(System.getenv()));
    words.removeLast();
    words.addAll(List.of(arguments));
    return words;
  }

  /** Runs the command to its end. */
  public static Run run(String... arguments) throws IOException, InterruptedException {
    return run(new ProcessBuilder(words(arguments)));
  }

  /** Runs any process to its end. */
  public static Run run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    process.getOutputStream().close();
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
    String out = text(process.getInputStream());
    return new Run(process.waitFor(), out, err.join());
  }

  /** What a {@code synod up} printed before it said how to stop, when the cluster can be used. */
  static String awaitUp(Process up) throws IOException {
    StringBuilder printed = new StringBuilder();
    BufferedReader out = up.inputReader();
    String line = out.readLine();
    while (line != null && !line.startsWith("Stop:")) {
      printed.append(line).append('\n');
      line = out.readLine();
    }
    if (line == null) {
      throw new AssertionError("`synod up` ended before it said how to stop: " + printed);
    }
    return printed.toString();
  }

  /**
   * A client port from which on {@code synod up} finds all ports free that so many members need.
   */
  static int freePorts(int members) {
    while (true) {
      int port = LOWEST_PORT + ThreadLocalRandom.current().nextInt(PORTS - 100 * members);
      if (IntStream.range(0, members)
          .map(i -> port + 100 * i)
          .allMatch(client -> Ports.free(client) && Ports.free(client + 1))) {
        return port;
      }
    }
  }

  /** Takes a port. */
  static ServerSocket take(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    return socket;
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError("The process's output cannot be read.", e);
    }
  }
}
