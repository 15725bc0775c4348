package io.synod.node.member;

import io.synod.core.Message;
import io.synod.core.RegisterMessage;
import io.synod.node.apply.ApplyThread;
import io.synod.node.journal.JournalWriter;
import io.synod.node.registers.RegisterKeeper;

/**
 * Says when this member cannot keep up, because its disk or its state machine is slow: it then
 * takes on nothing that would pile up in memory, but goes on with heartbeats. What it drops the
 * protocol says again.
 */
final class Pressure {

  private static final long MOST_UNSYNCED = 32L << 20;
  private static final long MOST_UNAPPLIED = 64L << 20;
  private static final long MOST_UNSTORED = 32L << 20;

  private final JournalWriter journal;
  private final ApplyThread apply;
  private final RegisterKeeper registers;
  private volatile boolean journalFull;

  Pressure(JournalWriter journal, ApplyThread apply, RegisterKeeper registers) {
    this.journal = journal;
    this.apply = apply;
    this.registers = registers;
  }

  /** The journal's disk is full or nearly so, or no longer. Any thread. */
  void journalFull(boolean full) {
    journalFull = full;
  }

  /** Whether no new command can be taken because a disk is full. Any thread. */
  boolean noSpace() {
    return journalFull || apply.noSpace() || registers.noSpace();
  }

  /** Whether no new work should be taken on for now. */
  boolean isHigh() {
    return journal.queuedBytes() > MOST_UNSYNCED
        || apply.queuedBytes() > MOST_UNAPPLIED
        || registers.queuedBytes() > MOST_UNSTORED;
  }

  /** Whether a message would make more work than there is room for, while pressure is high. */
  static boolean isHeavy(Message message) {
    return switch (message) {
      case Message.Accept accept -> !accept.values().isEmpty();
      case Message.Prepare _, Message.Learned _, Message.Forward _ -> true;
      case Message.Register register -> isHeavy(register.message());
      case Message.Promise _,
          Message.Reject _,
          Message.Accepted _,
          Message.Chosen _,
          Message.Heartbeat _,
          Message.ReadRequest _,
          Message.ReadGrant _,
          Message.RelayedRequest _,
          Message.RelayedGrant _,
          Message.Confirm _,
          Message.Confirmed _,
          Message.Learn _,
          Message.Trimmed _,
          Message.Handover _ ->
          false;
    };
  }

  private static boolean isHeavy(RegisterMessage message) {
    return switch (message) {
      case RegisterMessage.Prepare _, RegisterMessage.Accept _, RegisterMessage.Query _ -> true;
      case RegisterMessage.Promise _,
          RegisterMessage.Reject _,
          RegisterMessage.Accepted _,
          RegisterMessage.Chosen _,
          RegisterMessage.Learned _,
          RegisterMessage.Report _ ->
          false;
    };
  }
}
