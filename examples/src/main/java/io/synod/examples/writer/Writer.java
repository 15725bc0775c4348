package io.synod.examples.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.node.Member;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** One of those who want to write to the file: a process with a member of the cluster in it. */
public final class Writer {

  private final String name;
  private final Member<Seat> member;
  private final GuardedFile file;
  private long token;

  /** A writer that has not taken the seat. */
  Writer(String name, Member<Seat> member, GuardedFile file) {
    this.name = name;
    this.member = member;
    this.file = file;
  }

  /**
   * The process: does what it is told, line by line, until there is no more.
   *
   * @param args the writer's name, its member's id, the directory of all, the members' ports
   */
  public static void main(String[] args) throws Exception {
    long id = Long.parseLong(args[1]);
    Path directory = Path.of(args[2]);
    GuardedFile file = new GuardedFile(directory.resolve("file"));
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (Member<Seat> member =
        Member.start(Rivals.config(id, directory, args[3].split(",")), Seat::new)) {
      Writer writer = new Writer(args[0], member, file);
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        System.out.println(writer.obey(order.split(" ", 2)));
      }
    }
  }

  private String obey(String[] order) throws Exception {
    return switch (order[0]) {
      case "take" -> {
        Seat.Holder holder = takeSeat(Long.parseLong(order[1]));
        yield holder.writer() + " has the seat, token " + holder.token();
      }
      case "write" -> write(order[1]) ? "written" : "refused";
      default -> "no such order";
    };
  }

  /**
   * Takes the seat from whoever had it with this token; to be called when that one seems to be
   * dead. It may only seem so.
   *
   * @param from 0 if nobody ever had it
   * @return who has the seat now: if two try at once, one gets it
   */
  Seat.Holder takeSeat(long from) throws InterruptedException, ExecutionException {
    Seat.Holder now = Seat.Holder.decode(member.propose(Seat.take(name, from)).get());
    if (now.writer().equals(name)) {
      token = now.token();
    }
    return now;
  }

  /**
   * Writes a line, in the belief that the seat is still this writer's: it may have slept since it
   * took it, and asks nobody. Nor would asking help, for it may sleep between the answer and the
   * write.
   *
   * @return whether the file's guard believes it too
   */
  boolean write(String line) throws IOException {
    return file.append(token, name + ": " + line);
  }
}
