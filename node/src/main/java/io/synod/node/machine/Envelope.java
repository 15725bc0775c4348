package io.synod.node.machine;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.synod.core.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A user's command as it is in the log.
 *
 * @param session the session that it belongs to, if the user named one
 * @param sequence its number there; 0 without a session
 * @param command what the user's state machine understands
 */
public record Envelope(@Nullable String session, long sequence, Bytes command) {

  private static final int PLAIN = 0;
  private static final int IN_SESSION = 1;

  /** A command without a session. */
  public static Bytes plain(byte[] command) {
    byte[] bytes = new byte[1 + command.length];
    bytes[0] = PLAIN;
    System.arraycopy(command, 0, bytes, 1, command.length);
    return Bytes.wrap(bytes);
  }

  /** A command of a session. */
  public static Bytes inSession(String session, long sequence, byte[] command) {
    int head =
        1
            + CodedOutputStream.computeStringSizeNoTag(session)
            + CodedOutputStream.computeUInt64SizeNoTag(sequence);
    byte[] bytes = new byte[head + command.length];
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes, 0, head);
      out.writeRawByte(IN_SESSION);
      out.writeStringNoTag(session);
      out.writeUInt64NoTag(sequence);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.arraycopy(command, 0, bytes, head, command.length);
    return Bytes.wrap(bytes);
  }

  /**
   * Reads what the others made. The command is a copy.
   *
   * @throws IllegalStateException if a newer version wrote it
   */
  public static Envelope read(Bytes bytes) {
    byte[] all = bytes.array();
    try {
      CodedInputStream in = CodedInputStream.newInstance(all);
      return switch (in.readRawByte()) {
        case PLAIN -> new Envelope(null, 0, rest(all, 1));
        case IN_SESSION -> {
          String session = in.readString();
          long sequence = in.readUInt64();
          yield new Envelope(session, sequence, rest(all, in.getTotalBytesRead()));
        }
        default ->
            throw new IllegalStateException(
                "The log holds a command of a kind that this version does not know.");
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bytes rest(byte[] all, int from) {
    return Bytes.wrap(Arrays.copyOfRange(all, from, all.length));
  }
}
