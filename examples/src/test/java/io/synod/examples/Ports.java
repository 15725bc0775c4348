package io.synod.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Ports of this machine that nobody listens at. */
public final class Ports {

  private Ports() {}

  /** Ports in a row, below those that systems give to outgoing connections. */
  public static int[] free(int count) throws IOException {
    while (true) {
      int first = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      if (areFree(first, count)) {
        return IntStream.range(first, first + count).toArray();
      }
    }
  }

  private static boolean areFree(int first, int count) throws IOException {
    List<ServerSocket> taken = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        taken.add(new ServerSocket(first + i, 1, InetAddress.getLoopbackAddress()));
      }
      return true;
    } catch (IOException _) {
      return false; // somebody listens there
    } finally {
      for (ServerSocket socket : taken) {
        socket.close();
      }
    }
  }
}
