package io.synod.bench.differential;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A cluster of one member, on loopback, with data that goes when it is closed. */
interface Server extends AutoCloseable {

  /** What people call it. */
  String name();

  /** Where it serves clients on loopback. */
  int port();

  @Override
  void close();

  /** How to start one in a directory of its own, which is not there yet. */
  interface Kind {
    Server start(Path directory) throws IOException, InterruptedException;
  }

  /** etcd's flags for a member that is alone. */
  static List<String> flags(Path directory, int clientPort) {
    String client = "http://127.0.0.1:" + clientPort;
    String peer = "http://127.0.0.1:" + freePort(clientPort);
    return List.of(
        "--name=m1",
        "--data-dir=" + directory,
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=m1=" + peer);
  }

  /** A port below those that Linux gives to clients, so that nobody gets it by chance. */
  static int freePort(int butNot) {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(12_000, 22_000);
      if (port != butNot && isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** Removes a directory with all that is in it, and minds nobody who does the same. */
  static void remove(Path directory) {
    File[] files = directory.toFile().listFiles();
    for (File file : files == null ? new File[0] : files) {
      remove(file.toPath());
    }
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      System.err.println("cannot remove " + directory + ": " + e.getMessage());
    }
  }
}
