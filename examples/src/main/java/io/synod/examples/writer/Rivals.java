package io.synod.examples.writer;

import io.synod.node.Member;
import io.synod.node.MemberConfig;
import io.synod.node.StartException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Two processes, one file: one gets the seat and writes, is put to sleep, is taken for dead, and
 * wakes up too late. The third member is in this process; it only votes, so that two are a quorum.
 */
public final class Rivals implements AutoCloseable {

  private final Rival red;
  private final Rival blue;
  private final Member<Seat> third;
  private final GuardedFile file;

  /** Starts the processes; their data is in the directory, and so is the file. */
  Rivals(Path directory) throws IOException, StartException {
    file = new GuardedFile(directory.resolve("file"));
    List<String> ports = freePorts(3);
    third = Member.start(config(3, directory, ports.toArray(String[]::new)), Seat::new);
    try {
      red = new Rival("red", 1, directory, ports);
      blue = new Rival("blue", 2, directory, ports);
    } catch (IOException e) {
      third.close();
      throw e;
    }
  }

  /** All members are told the same, but for who they are and where their data is. */
  static MemberConfig config(long id, Path directory, String... ports) {
    MemberConfig.Builder config = MemberConfig.builder(id);
    for (int i = 0; i < ports.length; i++) {
      config.member(i + 1, "127.0.0.1", Integer.parseInt(ports[i]));
    }
    return config
        .directory(directory.resolve("member-" + id))
        .requestTimeout(Duration.ofMinutes(1)) // processes take a while to start
        .build();
  }

  // Below those that systems give to outgoing connections.
  private static List<String> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    while (sockets.size() < count) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try {
        sockets.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
      } catch (IOException _) {
        // somebody listens there
      }
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return sockets.stream().map(socket -> String.valueOf(socket.getLocalPort())).toList();
  }

  /** Tells the story. */
  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory("synod-writer");
    try (Rivals rivals = new Rivals(directory)) {
      rivals.tell(System.out);
    }
    System.out.println("The file is in " + directory + ".");
  }

  void tell(PrintStream out) throws Exception {
    out.println("red and blue, two processes, both want the seat that nobody ever had.");
    red.order("take 0");
    blue.order("take 0");
    out.println("  red is told:  " + red.answer());
    out.println("  blue is told: " + blue.answer());
    Seat.Holder holder = holder();
    Rival old = holder.writer().equals("red") ? red : blue;
    Rival other = old == red ? blue : red;
    say(out, old, "write first");

    out.println(old.name() + " is put to sleep (SIGSTOP); " + other.name() + " takes it for dead.");
    old.pause();
    say(out, other, "take " + holder.token());
    say(out, other, "write second");

    out.println(old.name() + " wakes up (SIGCONT), and does not know that it slept.");
    old.order("write third");
    old.resume();
    out.println("  " + old.name() + ", write third: " + old.answer());
    say(out, other, "write fourth");

    out.println(old.name() + " may take the seat again, with a new token.");
    say(out, old, "take " + holder().token());
    say(out, old, "write fifth");
    say(out, other, "write sixth");

    out.println("In the file:");
    file.lines().forEach(line -> out.println("  " + line));
  }

  private static void say(PrintStream out, Rival rival, String order) throws IOException {
    rival.order(order);
    out.println("  " + rival.name() + ", " + order + ": " + rival.answer());
  }

  /** Who has the seat, and since which slot; certain to be the newest when the call began. */
  Seat.Holder holder() throws InterruptedException, ExecutionException {
    return third.read(Seat::holder).get();
  }

  Rival red() {
    return red;
  }

  Rival blue() {
    return blue;
  }

  GuardedFile file() {
    return file;
  }

  @Override
  public void close() {
    red.close();
    blue.close();
    third.close();
  }
}
