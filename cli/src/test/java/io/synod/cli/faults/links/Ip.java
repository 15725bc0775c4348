package io.synod.cli.faults.links;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs the command {@code ip}. */
final class Ip {
  private Ip() {}

  /**
   * Runs it.
   *
   * @return the lines that it wrote
   * @throws IOException if it is not there or fails; what it said is in the message
   */
  static List<String> run(String... arguments) throws IOException {
    return run("", List.of(arguments));
  }

  /** Does several things in a namespace, in one process, so all but at once. */
  static void batch(String namespace, List<String> lines) throws IOException {
    run(String.join("\n", lines) + "\n", List.of("-n", namespace, "-batch", "-"));
  }

  private static List<String> run(String input, List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of("ip"));
    words.addAll(arguments);
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> read(process));
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It has ended; its status and words say why.
    }
    String text = said.join();
    if (waitFor(process) != 0) {
      throw new IOException("ip " + String.join(" ", arguments) + ": " + text.strip());
    }
    return text.lines().toList();
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static int waitFor(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while ip ran.", e);
    }
  }
}
