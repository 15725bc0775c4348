package io.synod.core;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

/** Short ways to say what tests talk about. */
public final class Samples {

  private Samples() {}

  /** Members 1 to {@code count}. */
  public static List<MemberId> members(int count) {
    return LongStream.rangeClosed(1, count).mapToObj(MemberId::new).toList();
  }

  /** The ballot of a round and a member. */
  public static Ballot ballot(long round, long member) {
    return new Ballot(round, new MemberId(member));
  }

  /** A command of member 1's first session, whose payload is its text. */
  public static Command command(long sequence, String text) {
    return new Command(
        new Session(new MemberId(1), 1),
        sequence,
        0,
        Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A value of one command. */
  public static Value value(String text) {
    return new Value(List.of(command(1, text)));
  }
}
