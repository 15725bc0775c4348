package io.synod.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback on which nobody listens. They lie below those that systems give to outgoing
 * connections: a client that calls a killed member again and again would otherwise take its port
 * some day.
 */
final class FreePorts {

  static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private static final int FIRST = 10_000;
  private static final int LAST = 32_000;
  private static final int TRIES = 10_000;

  /** What clusters of this JVM use. */
  private static final Set<Integer> TAKEN = new HashSet<>();

  private FreePorts() {}

  /** A port for the caller alone, until it is given back. */
  static synchronized int take() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (!TAKEN.contains(port) && isFree(port)) {
        TAKEN.add(port);
        return port;
      }
    }
    throw new IllegalStateException(
        "No port between " + FIRST + " and " + LAST + " is free on this machine.");
  }

  static synchronized void giveBack(int port) {
    TAKEN.remove(port);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
