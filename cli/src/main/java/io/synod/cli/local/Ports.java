package io.synod.cli.local;

import io.synod.cli.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Looks at the ports of this machine. */
final class Ports {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private Ports() {}

  /** Checks that nobody listens on a cluster's ports. */
  static void requireFree(LocalCluster cluster) throws Failure {
    for (LocalMember member : cluster.members()) {
      for (int port : new int[] {member.clientPort(), member.peerPort()}) {
        if (!free(port)) {
          throw Failure.failed(
              "Port %d is in use, by a cluster that runs already or by another program; stop that, or choose other ports with --client-port."
                  .formatted(port));
        }
      }
    }
  }

  /** Ports that were free a moment ago, all different. */
  static List<Integer> find(int count) throws Failure {
    List<ServerSocket> held = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, LOOPBACK);
        held.add(socket);
        ports.add(socket.getLocalPort());
      }
    } catch (IOException e) {
      throw Failure.failed("This machine has no free port: %s.".formatted(e.getMessage()));
    } finally {
      held.forEach(Ports::close);
    }
    return ports;
  }

  /** Whether nobody listens on a port. */
  static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It goes with the process.
    }
  }
}
