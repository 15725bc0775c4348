package io.synod.examples.writer;

import io.synod.node.LocalNetwork;
import io.synod.node.Member;
import io.synod.node.MemberConfig;
import io.synod.node.StartException;
import io.synod.node.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two writers, one file: red writes, falls asleep, is taken for dead, and wakes up too late. */
public final class Rivals {

  private Rivals() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Path path = Files.createTempDirectory("synod-writer").resolve("file");
    GuardedFile file = new GuardedFile(path);
    LocalNetwork network = new LocalNetwork();
    List<Member<Seat>> members = start(network);
    try {
      Writer red = new Writer("red", members.get(0), file);
      Writer blue = new Writer("blue", members.get(1), file);
      System.out.println("red takes the seat: " + red.takeSeat() + ", token " + red.token());
      System.out.println("red writes: " + red.write("first"));

      System.out.println("red falls asleep, its member with it; blue takes it for dead");
      network.pause(1);
      System.out.println("blue takes the seat: " + blue.takeSeat() + ", token " + blue.token());
      System.out.println("blue writes: " + blue.write("second"));

      System.out.println("red wakes up, and does not know how long it slept");
      network.resume(1);
      System.out.println("red writes: " + red.write("third"));

      System.out.println("red takes the seat: " + red.takeSeat() + ", token " + red.token());
      System.out.println("red writes: " + red.write("fourth"));
      System.out.println();
      System.out.println("In " + path + ":");
      file.lines().forEach(line -> System.out.println("  " + line));
    } finally {
      members.parallelStream().forEach(Member::close);
    }
  }

  /** Three members in this JVM; in earnest each writer's process has one. */
  static List<Member<Seat>> start(LocalNetwork network) throws StartException {
    List<Member<Seat>> members = new ArrayList<>();
    for (long id = 1; id <= 3; id++) {
      MemberConfig config =
          MemberConfig.builder(id)
              .members(1, 2, 3)
              .transport(network.transport())
              .storage(Storage.inMemory())
              .build();
      members.add(Member.start(config, Seat::new));
    }
    return members;
  }
}
