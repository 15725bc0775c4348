package io.synod.examples.writer;

import io.synod.node.Member;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One of those who want to write to the file. */
public final class Writer {

  private static final long PATIENCE_SECONDS = 30;

  private final String name;
  private final Member<Seat> member;
  private final GuardedFile file;
  private long token;

  /** A writer that has not taken the seat. */
  public Writer(String name, Member<Seat> member, GuardedFile file) {
    this.name = name;
    this.member = member;
    this.file = file;
  }

  /**
   * Takes the seat from whoever has it; to be called when that one seems to be dead. It may only
   * seem so.
   *
   * @return whether this writer has the seat: if two try at once, one gets it
   */
  public boolean takeSeat() throws InterruptedException, ExecutionException, TimeoutException {
    Seat.Holder before = member.read(Seat::holder).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return takeSeatFrom(before);
  }

  boolean takeSeatFrom(Seat.Holder before)
      throws InterruptedException, ExecutionException, TimeoutException {
    byte[] answer =
        member.propose(Seat.take(name, before.token())).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Seat.Holder now = Seat.Holder.decode(answer);
    if (!now.writer().equals(name)) {
      return false;
    }
    token = now.token();
    return true;
  }

  /** The token of this writer; 0 if it never had the seat. */
  public long token() {
    return token;
  }

  /**
   * Writes a line, in the belief that the seat is still this writer's.
   *
   * @return whether the file's guard believes it too
   */
  public boolean write(String line) throws IOException {
    return file.append(token, name + ": " + line);
  }
}
