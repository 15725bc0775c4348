package io.synod.members.broken;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.Effects.SendOnceDurable;
import io.synod.core.Message;
import io.synod.core.Record;
import io.synod.core.RegisterRecord;
import io.synod.core.RegisterState;
import io.synod.node.apply.DurableMachine;
import io.synod.node.codec.RegisterCodec;
import io.synod.node.disk.Disk;
import io.synod.node.disk.DiskFile;
import io.synod.node.registers.RegisterKeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * What the broken classes call in place of what they should: one method for each mistake, with the
 * receiver of the right call as its first parameter.
 */
public final class MemberMistakes {

  private MemberMistakes() {}

  /** Nothing is synced. */
  public static void noSync(DiskFile file) {}

  /** A sync that fails counts as done. */
  public static void syncOrNot(DiskFile file) {
    try {
      file.force();
    } catch (IOException e) {
      // As if nothing had happened.
    }
  }

  /** The names in a directory are not synced. */
  public static void noDirectorySync(Disk disk) {}

  /** Every batch is whole. */
  public static boolean anyBatch(ByteBuffer file, int offset, Object header) {
    return true;
  }

  /** A new segment does not say what the older ones said. */
  public static List<Record> nothingRestated(Object essence) {
    return List.of();
  }

  /** What is applied counts as durable. */
  public static long notFlushed(DurableMachine<?> machine) {
    return Long.MAX_VALUE;
  }

  /** A start is not counted. */
  public static long firstBoot(Object content) {
    return 1;
  }

  /** The sessions are not among the notes. */
  public static void noNotes(Object sessions, Map<?, ?> notes) {}

  /** What registers hold counts as durable. */
  public static long registersNotFlushed(RegisterKeeper keeper) {
    return Long.MAX_VALUE;
  }

  /** The journal's segments do not know that they hold records about registers. */
  public static long noRegisters(Object essence) {
    return 0;
  }

  /** What the journal says of registers is not read. */
  public static RegisterState nothingReplayed(RegisterState stored, RegisterRecord record) {
    return stored;
  }

  /** What is said of a register does not wait for its record. */
  public static long registersDoNotWait(SendOnceDurable send) {
    return send.message() instanceof Message.Register ? 0 : send.record();
  }

  /** What was accepted of a register is kept, and the promise not. */
  public static Object withoutPromise(Map.Entry<?, ?> entry) {
    try {
      RegisterState whole = RegisterCodec.decode((Bytes) entry.getValue());
      AcceptedValue accepted = whole.accepted();
      Ballot left = accepted == null ? Ballot.NONE : accepted.ballot();
      return RegisterCodec.encode(new RegisterState(left, accepted, whole.chosen()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file is replaced by one that is not synced. */
  public static void replaceNotSynced(Disk disk, String file, ByteBuffer content)
      throws IOException {
    replace(disk, file, content, _ -> {});
    disk.force();
  }

  /** A file is replaced, and the names in its directory are not synced. */
  public static void replaceNotNamed(Disk disk, String file, ByteBuffer content)
      throws IOException {
    replace(disk, file, content, DiskFile::force);
  }

  private interface Finish {
    void of(DiskFile written) throws IOException;
  }

  private static void replace(Disk disk, String file, ByteBuffer content, Finish finish)
      throws IOException {
    String unfinished = file + Disk.UNFINISHED;
    if (disk.list().contains(unfinished)) {
      disk.delete(unfinished);
    }
    try (DiskFile written = disk.create(unfinished)) {
      written.write(content, 0);
      finish.of(written);
    }
    disk.rename(unfinished, file);
  }
}
