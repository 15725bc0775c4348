package io.synod.cli.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs Debian's etcdctl. */
final class Etcdctl {

  /**
   * What a run printed.
   *
   * @param status its exit status
   * @param out both of its outputs
   */
  record Run(int status, String out) {}

  private final String endpoints;

  /** Skips the test where there is no etcdctl. */
  Etcdctl(String endpoints) {
    this.endpoints = endpoints;
    boolean installed;
    try {
      installed = run("", List.of("etcdctl", "version")).status() == 0;
    } catch (IOException e) {
      installed = false;
    }
    Assumptions.assumeTrue(installed, "etcdctl is not installed (Debian: etcd-client)");
  }

  Run run(String... arguments) throws IOException {
    return withInput("", arguments);
  }

  Run withInput(String input, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("etcdctl", "--endpoints", endpoints));
    command.addAll(List.of(arguments));
    return run(input, command);
  }

  private static Run run(String input, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("ETCDCTL_"));
    builder.environment().put("ETCDCTL_API", "3");
    Process process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("etcdctl did not end: " + command);
      }
      return new Run(process.exitValue(), out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
