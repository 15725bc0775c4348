package io.synod.examples.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.node.Member;
import io.synod.node.MemberConfig;
import java.nio.file.Path;
import java.time.Duration;

/** One member per process: run it with 1, with 2 and with 3. */
public final class Counters {

  private Counters() {}

  /** Starts the member whose id is given, and stops it when somebody presses Enter. */
  public static void main(String[] args) throws Exception {
    long id = Long.parseLong(args[0]);
    int port = args.length > 1 ? Integer.parseInt(args[1]) : 7001; // of member 1
    try (Member<Counter> member =
        Member.start(config(id, Path.of("data"), port, port + 1, port + 2), Counter::new)) {
      System.out.println(count(member));
      System.out.println("Press Enter to stop this member.");
      System.in.read();
    }
  }

  /** All members are told the same, but for who they are and where their data is. */
  static MemberConfig config(long id, Path data, int... ports) {
    return MemberConfig.builder(id)
        .member(1, "127.0.0.1", ports[0])
        .member(2, "127.0.0.1", ports[1])
        .member(3, "127.0.0.1", ports[2])
        .directory(data.resolve("member-" + id))
        .requestTimeout(Duration.ofMinutes(5)) // time to start the second member
        .build();
  }

  /** Counts once, and reads what was counted. */
  static String count(Member<Counter> member) throws Exception {
    byte[] answer = member.propose("hello".getBytes(UTF_8)).get();
    long read = member.read(counter -> counter.count("hello")).get();
    return "counted: " + new String(answer, UTF_8) + ", read: " + read;
  }
}
