package io.synod.node.journal;

import io.synod.core.MemberId;
import io.synod.core.Record;
import io.synod.node.codec.Records;
import io.synod.node.disk.Disk;
import io.synod.node.disk.MemoryDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A small journal for tests. */
final class Fixture {

  static final JournalIdentity IDENTITY = new JournalIdentity(0xC1, new MemberId(0xA), 0x5EED);
  static final JournalOptions SMALL = new JournalOptions(52 << 10, 16 << 10, 0, 1);

  private Fixture() {}

  static Journal open(Disk disk) throws IOException {
    return open(disk, new ArrayList<>());
  }

  static Journal open(Disk disk, List<Record> replayed) throws IOException {
    return Journal.open(disk, IDENTITY, SMALL, true, replayed::add);
  }

  static void write(Journal journal, Record... records) throws IOException {
    if (!journal.write(List.of(records))) {
      journal.prepare();
      if (!journal.write(List.of(records))) {
        throw new AssertionError("A prepared segment was not used.");
      }
    }
  }

  /** The records of a journal, apart from what segments begin with. */
  static List<Record> read(Disk disk) throws IOException {
    List<Record> records = new ArrayList<>();
    open(disk, records).close();
    return records.stream().filter(record -> record instanceof Record.Accepted).toList();
  }

  static List<Record> slots(long from, long to, int payload) {
    List<Record> records = new ArrayList<>();
    for (long slot = from; slot <= to; slot++) {
      records.add(Records.accepted(slot, payload));
    }
    return records;
  }

  /** A disk with the slots up to one, a batch each. */
  static MemoryDisk journalOf(long slots, int payload) throws IOException {
    MemoryDisk disk = new MemoryDisk();
    try (Journal journal = open(disk)) {
      for (Record record : slots(1, slots, payload)) {
        write(journal, record);
      }
    }
    return disk;
  }
}
