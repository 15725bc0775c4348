package io.synod.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where clients reach a member that runs. What they say is handed on to it, and what it says to
 * them; while the member is paused nothing is, and connections stay as they are.
 */
final class Door {

  private static final int BACKLOG = 1_024;
  private static final int PIECE = 16 << 10;

  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocket listening;
  private boolean paused;

  Door(int port) {
    this.port = port;
  }

  /** Lets clients in from now on, to a member that serves on another port. */
  synchronized void open(int inner) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(FreePorts.LOOPBACK, port), BACKLOG);
      listening = socket;
      Thread.ofVirtual().start(() -> accept(socket, inner));
    } catch (IOException e) {
      throw new UncheckedIOException("Port " + port + " cannot be listened on.", e);
    }
  }

  synchronized void pause() {
    paused = true;
  }

  synchronized void resume() {
    paused = false;
    notifyAll();
  }

  /** Breaks all connections, and refuses new ones; what has not been handed on never is. */
  synchronized void shut() {
    close(listening);
    listening = null;
    sockets.forEach(Door::close);
    sockets.clear();
    resume();
  }

  private void accept(ServerSocket socket, int inner) {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client, socket, inner));
      }
    } catch (IOException _) {
      // The door was shut.
    }
  }

  private void serve(Socket client, ServerSocket door, int inner) {
    try (client) {
      awaitResumed();
      try (Socket member = new Socket(FreePorts.LOOPBACK, inner)) {
        sockets.add(client);
        sockets.add(member);
        if (!door.isClosed()) {
          serve(client, member);
        }
        sockets.remove(client);
        sockets.remove(member);
      }
    } catch (IOException | InterruptedException _) {
      // The member is gone, or the client is.
    }
  }

  private void serve(Socket client, Socket member) throws IOException, InterruptedException {
    client.setTcpNoDelay(true);
    member.setTcpNoDelay(true);
    Thread back = Thread.ofVirtual().start(() -> carry(member, client));
    carry(client, member);
    back.join();
  }

  private void carry(Socket from, Socket to) {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        awaitResumed();
        out.write(piece, 0, length);
      }
      to.shutdownOutput();
    } catch (IOException | InterruptedException _) {
      close(from);
      close(to);
    }
  }

  private synchronized void awaitResumed() throws InterruptedException {
    while (paused) {
      wait();
    }
  }

  private static void close(@Nullable AutoCloseable socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (Exception _) {
      // It is gone either way.
    }
  }
}
