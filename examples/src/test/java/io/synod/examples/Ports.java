package io.synod.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine that nobody listens at. */
public final class Ports {

  private Ports() {}

  /** As many as asked for, all different, below those that systems give to outgoing connections. */
  public static int[] free(int count) throws IOException {
    List<ServerSocket> taken = new ArrayList<>();
    while (taken.size() < count) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try {
        taken.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
      } catch (IOException _) {
        // somebody listens there
      }
    }
    for (ServerSocket socket : taken) {
      socket.close();
    }
    return taken.stream().mapToInt(ServerSocket::getLocalPort).toArray();
  }
}
