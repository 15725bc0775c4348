package io.synod.members.broken;

import io.synod.core.Record;
import io.synod.node.apply.DurableMachine;
import io.synod.node.disk.Disk;
import io.synod.node.disk.DiskFile;
import java.io.IOException;
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
}
