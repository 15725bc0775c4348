package io.synod.core.log;

import io.synod.core.Message;
import java.util.BitSet;

/**
 * What one member has reported in the parts of its promise, of which some may be lost and come
 * again, cut differently because the member's log was trimmed or has learned meanwhile. So slots
 * are counted, not parts.
 */
final class Report {

  private static final long UNKNOWN = -1;

  private final long from;

  /** The slots that were reported, counted from {@link #from}. */
  private final BitSet slots = new BitSet();

  private long trimmed;

  /** The last slot that the member holds; it is in the last part. */
  private long end = UNKNOWN;

  Report(long from) {
    this.from = from;
  }

  void add(Message.Promise part) {
    trimmed = Math.max(trimmed, part.trimmed());
    long last = from - 1;
    for (Message.Slotted slotted : part.accepted()) {
      last = slotted.slot();
      slots.set((int) (last - from));
    }
    if (part.part() == part.parts() - 1) {
      end = Math.max(end, last);
    }
  }

  /** Whether every slot is reported that the member holds and has not trimmed. */
  boolean isWhole() {
    long start = Math.max(from, trimmed + 1);
    return end != UNKNOWN && from + slots.nextClearBit((int) (start - from)) > end;
  }
}
