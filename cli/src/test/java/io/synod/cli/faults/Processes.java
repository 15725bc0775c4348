package io.synod.cli.faults;

import io.synod.cli.faults.links.Namespaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes clusters for one test; kills them after it, and shows their logs if it failed. */
final class Processes implements AfterEachCallback {
  private static final int SHOWN_LINES = 60;

  /** Below what Linux gives to those who ask for any port, so that a dead member's stays free. */
  private static final int LOWEST_PORT = 20_000;

  private static final int PORTS = 12_000;

  /** A member listens on its ports only some time after it was given them. */
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  /** etcd's, where every member has an address of its own. */
  private static final int CLIENT_PORT = 2379;

  private static final int PEER_PORT = 2380;

  private final List<Node> all = new ArrayList<>();

  /** A cluster with its directories below home; nothing is started. */
  Cluster cluster(Path home, int size, String... flags) {
    return cluster(home, home::resolve, size, flags);
  }

  /** The same with data directories elsewhere. */
  Cluster cluster(Path home, Function<String, Path> directories, int size, String... flags) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      String name = "s" + i;
      nodes.add(
          new Node(
              name, freePort(), freePort(), directories.apply(name), home.resolve(name + ".log")));
    }
    return take(nodes, flags);
  }

  /** A cluster of which each member is in a namespace of its own. */
  Cluster cluster(Path home, Namespaces net, int size, String... flags) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String name = "s" + (i + 1);
      nodes.add(
          new Node(
              name,
              net.address(i),
              CLIENT_PORT,
              PEER_PORT,
              home.resolve(name),
              home.resolve(name + ".log")));
      nodes.getLast().place(net.at(i));
    }
    return take(nodes, flags);
  }

  private Cluster take(List<Node> nodes, String... flags) {
    String members =
        nodes.stream()
            .map(node -> node.name() + "=" + node.peerUrl())
            .collect(Collectors.joining(","));
    List<String> common =
        Stream.concat(Stream.of("--initial-cluster=" + members), Stream.of(flags)).toList();
    nodes.forEach(node -> node.flags(common));
    all.addAll(nodes);
    return new Cluster(nodes);
  }

  /** Takes a member that a test made by itself into care. */
  Node add(Node node) {
    all.add(node);
    return node;
  }

  /** A port that nobody listens on, and that nobody else was given here. */
  static int freePort() {
    while (true) {
      int port = LOWEST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
      if (!GIVEN.add(port)) {
        continue;
      }
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
      } catch (IOException e) {
        // Another one, then.
      }
    }
  }

  /** Kills all members that this test has started. */
  void killAll() throws InterruptedException {
    for (Node node : all) {
      node.kill();
    }
  }

  /** Removes a directory with all that is in it. */
  static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    killAll();
    if (context.getExecutionException().isPresent()) {
      all.forEach(Processes::show);
    }
    all.clear();
  }

  private static void show(Node node) {
    try {
      List<String> lines = node.output();
      System.out.println("What " + node.name() + " wrote at last:");
      lines
          .subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size())
          .forEach(System.out::println);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
