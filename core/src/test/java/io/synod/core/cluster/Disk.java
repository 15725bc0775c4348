package io.synod.core.cluster;

import io.synod.core.Record;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What of a member survives a crash: the synced records, perhaps some of the un-synced ones in
 * order, and the state machine up to its last flush.
 */
final class Disk {

  private final List<Record> synced = new ArrayList<>();
  private final List<Record> unsynced = new ArrayList<>();
  private long stateSlot;
  private int boots;

  void append(List<Record> records) {
    unsynced.addAll(records);
  }

  int unsynced() {
    return unsynced.size();
  }

  /** Makes the oldest records durable, and returns them. */
  List<Record> sync(int count) {
    List<Record> head = unsynced.subList(0, count);
    List<Record> done = List.copyOf(head);
    synced.addAll(done);
    head.clear();
    return done;
  }

  /**
   * The power goes: of what was not synced, the disk may have written a part; returns that part.
   */
  List<Record> crash(Random random) {
    List<Record> kept = sync(random.nextInt(unsynced.size() + 1));
    unsynced.clear();
    return kept;
  }

  /** The state machine holds this slot durably; the journal may forget what lies before. */
  void flush(long slot) {
    stateSlot = Math.max(stateSlot, slot);
    List<Record> kept = new ArrayList<>();
    for (Record record : synced) {
      if (mustStay(record)) {
        kept.add(record);
      }
    }
    synced.clear();
    synced.addAll(kept);
  }

  private boolean mustStay(Record record) {
    return switch (record) {
      case Record.Accepted accepted -> accepted.last() > stateSlot;
      case Record.Learned learned -> learned.last() > stateSlot;
      case Record.Promised promised -> true;
      case Record.Chosen chosen -> chosen.slot() > stateSlot;
      case Record.Installed installed -> installed.slot() > stateSlot;
    };
  }

  List<Record> records() {
    return synced;
  }

  long stateSlot() {
    return stateSlot;
  }

  int nextBoot() {
    return ++boots;
  }
}
