package io.synod.testing.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.testing.Cluster;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** Debian's etcdctl, pointed at some members. */
final class Etcdctl {

  private final String endpoints;

  /** Skips the test where there is no etcdctl. */
  Etcdctl(Collection<URI> endpoints) throws IOException {
    this.endpoints = endpoints.stream().map(URI::getAuthority).collect(Collectors.joining(","));
    assumeInstalled();
  }

  static void assumeInstalled() throws IOException {
    Assumptions.assumeTrue(
        Program.isInstalled("etcdctl"), "etcdctl is not installed (Debian: etcd-client)");
  }

  static Etcdctl of(Cluster cluster) throws IOException {
    return new Etcdctl(cluster.endpoints());
  }

  /** As etcdctl and its users write them, with commas between. */
  String endpoints() {
    return endpoints;
  }

  /** Starts it, and lets it run. */
  Program start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("etcdctl"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ETCDCTL_API", "3");
    builder.environment().put("ETCDCTL_ENDPOINTS", endpoints);
    return Program.start(builder);
  }

  /** Runs it to its end. */
  Program.Run run(String... arguments) throws IOException {
    return withInput("", arguments);
  }

  Program.Run withInput(String input, String... arguments) throws IOException {
    try (Program program = start(arguments)) {
      program.say(input);
      return program.end();
    }
  }

  /** What it prints when all goes well. */
  String out(String... arguments) throws IOException {
    Program.Run run = run(arguments);
    assertThat(run.status()).as(run.out()).isZero();
    return run.out();
  }

  /** Puts a key; its revision. */
  long put(String key, String value) throws IOException {
    return Long.parseLong(only("\"revision\":([0-9]+)", out("put", key, value, "-w", "json")));
  }

  /** What a pattern's group finds, which has to be one thing. */
  static String only(String pattern, String text) {
    List<String> found = all(pattern, text);
    assertThat(found).as("%s in %s", pattern, text).hasSize(1);
    return found.getFirst();
  }

  static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}
