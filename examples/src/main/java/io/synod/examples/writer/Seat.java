package io.synod.examples.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.node.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * The one seat of the one writer. Who takes it says whom it believes to sit there, by that one's
 * token; if somebody else was faster, it stays where it is. The token of the one that takes the
 * seat is the slot in which it did: larger than every token before.
 */
public final class Seat implements StateMachine {

  /**
   * Who sits there.
   *
   * @param token the slot in which the seat was taken; 0 if it never was
   * @param writer the writer's name; empty if there is none
   */
  public record Holder(long token, String writer) {

    byte[] encode() {
      byte[] name = writer.getBytes(UTF_8);
      return ByteBuffer.allocate(8 + name.length).putLong(token).put(name).array();
    }

    static Holder decode(byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      long token = buffer.getLong();
      return new Holder(token, UTF_8.decode(buffer).toString());
    }
  }

  private Holder holder = new Holder(0, "");

  /** A seat that nobody has taken yet. */
  public Seat() {}

  /** Who sits there. */
  public Holder holder() {
    return holder;
  }

  /** The command by which a writer takes the seat from the one that had it with a token. */
  static byte[] take(String writer, long from) {
    return new Holder(from, writer).encode();
  }

  /**
   * The answer is the holder from now on, whoever that is. Of two commands in one slot only one
   * takes the seat: nobody can know that slot as the holder's token before.
   */
  @Override
  public byte[] apply(long slot, byte[] command) {
    Holder wish = Holder.decode(command);
    if (wish.token() == holder.token()) {
      holder = new Holder(slot, wish.writer());
    }
    return holder.encode();
  }

  @Override
  public void snapshot(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeLong(holder.token());
    data.writeUTF(holder.writer());
    data.flush();
  }

  @Override
  public void restore(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    holder = new Holder(data.readLong(), data.readUTF());
  }
}
