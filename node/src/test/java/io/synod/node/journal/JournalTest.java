package io.synod.node.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Record;
import io.synod.node.codec.Records;
import io.synod.node.disk.MemoryDisk;
import io.synod.node.disk.NoSpaceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Writing, reading back, segments, and crashes at any point. */
final class JournalTest {

  @Test
  void everyRecordComesBackInOrderAfterManyReopenings() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    List<Record> written = new ArrayList<>();
    for (long slot = 1; slot <= 60; slot++) {
      try (Journal journal = Fixture.open(disk)) {
        assertThat(journal.repaired()).isEmpty();
        Record record = Records.accepted(slot, (int) (slot * 37 % 2_000));
        Fixture.write(journal, record);
        written.add(record);
      }
      assertThat(Fixture.read(disk)).isEqualTo(written);
    }
  }

  @Test
  void aBatchLargerThanASegmentGetsALargerSegment() throws IOException {
    MemoryDisk disk = Fixture.journalOf(1, 10);
    Record large = Records.accepted(2, 100_000);
    try (Journal journal = Fixture.open(disk)) {
      journal.prepare();
      Fixture.write(journal, large);
      Fixture.write(journal, Records.accepted(3, 10));
      assertThat(journal.sizeBytes()).isGreaterThan(100_000);
    }
    assertThat(Fixture.read(disk))
        .containsExactly(Records.accepted(1, 10), large, Records.accepted(3, 10));
  }

  @Test
  void trimmingDeletesWholeSegmentsAndKeepsThePromiseAndTheHint() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    Ballot newest = new Ballot(99, new MemberId(2));
    try (Journal journal = Fixture.open(disk)) {
      Fixture.write(journal, new Record.Promised(newest), new Record.Chosen(17));
      for (Record record : Fixture.slots(1, 40, 700)) {
        Fixture.write(journal, record);
      }
      List<String> all = disk.list();
      journal.trimTo(10, 0);
      assertThat(disk.list()).contains(all.getFirst());
      long before = journal.sizeBytes();
      journal.trimTo(30, 0);
      assertThat(disk.list()).doesNotContain(all.get(0), all.get(1)).contains(all.get(2));
      assertThat(journal.sizeBytes()).isEqualTo(before - 2L * Fixture.SMALL.segmentBytes());
      journal.trimTo(Long.MAX_VALUE, 0);
      assertThat(disk.list()).contains(all.getLast());
    }
    List<Record> left = new ArrayList<>();
    Fixture.open(disk, left).close();
    assertThat(left).startsWith(new Record.Promised(newest), new Record.Chosen(17));
    assertThat(left.getLast()).isEqualTo(Records.accepted(40, 700));
  }

  @Test
  void theOlderSegmentStaysUntilTheNewerHoldsADurableBatch() throws IOException {
    MemoryDisk disk = Fixture.journalOf(11, 700);
    try (Journal journal = Fixture.open(disk)) {
      journal.prepare();
      journal.trimTo(Long.MAX_VALUE, 0);
      assertThat(disk.list()).contains(Layout.fileName(1), Layout.fileName(2));
    }
  }

  @Test
  void withoutRoomForASegmentNothingIsLostAndItGoesOnOnceThereIsRoom() throws IOException {
    MemoryDisk disk = Fixture.journalOf(11, 700);
    disk.limitTo(60_000);
    try (Journal journal = Fixture.open(disk)) {
      Record next = Records.accepted(12, 6_000);
      assertThat(journal.write(List.of(next))).isFalse();
      assertThatThrownBy(journal::prepare).isInstanceOf(NoSpaceException.class);
      assertThat(journal.write(List.of(next))).isFalse();
      assertThat(disk.list()).containsExactly(Layout.fileName(1));
      disk.limitTo(120_000);
      journal.prepare();
      assertThat(journal.write(List.of(next))).isTrue();
    }
    assertThat(Fixture.read(disk)).hasSize(12);
  }

  @Test
  void aCrashAtAnyOperationLeavesAPrefixThatHoldsAllThatWasDurable() {
    for (int seed = 0; seed < 600; seed++) {
      try {
        liveAndCrash(new Random(seed));
      } catch (IOException | RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void liveAndCrash(Random random) throws IOException {
    MemoryDisk disk = new MemoryDisk();
    List<Record> written = new ArrayList<>();
    int durable = 0;
    long trimmed = 0;
    for (int life = 0; life < 4; life++) {
      List<Record> replayed = new ArrayList<>();
      disk.failAfter(random.nextInt(80));
      try (Journal journal = Fixture.open(disk, replayed)) {
        check(replayed, written, durable, trimmed);
        written = new ArrayList<>(written.subList(0, lastSlot(replayed)));
        durable = written.size();
        while (true) {
          Record record = Records.accepted(written.size() + 1L, random.nextInt(3_000));
          written.add(record);
          Fixture.write(journal, record);
          durable = written.size();
          if (random.nextInt(6) == 0) {
            trimmed = Math.max(trimmed, durable - random.nextInt(6) - 1);
            journal.trimTo(trimmed, 0);
          }
          if (random.nextInt(4) == 0 && journal.needsSpare()) {
            journal.prepare();
          }
        }
      } catch (IOException e) {
        if (!"Input/output error".equals(e.getMessage())) {
          throw e;
        }
      }
      disk = disk.crash(random);
    }
  }

  private static int lastSlot(List<Record> replayed) {
    return replayed.stream()
        .mapToInt(record -> record instanceof Record.Accepted a ? (int) a.last() : 0)
        .max()
        .orElse(0);
  }

  private static void check(
      List<Record> replayed, List<Record> written, int durable, long trimmed) {
    List<Record> found = replayed.stream().filter(r -> r instanceof Record.Accepted).toList();
    int last = lastSlot(replayed);
    assertThat(last).isBetween(durable, written.size());
    if (!found.isEmpty()) {
      int first = last - found.size();
      assertThat(first).isLessThanOrEqualTo((int) trimmed);
      assertThat(found).isEqualTo(written.subList(first, last));
    }
    if (last > 0) {
      assertThat(replayed).anyMatch(record -> promise(record) >= 7);
    }
  }

  private static long promise(Record record) {
    return switch (record) {
      case Record.Promised promised -> promised.ballot().round();
      case Record.Accepted accepted -> accepted.ballot().round();
      case Record.Learned _, Record.Chosen _, Record.Installed _, Record.Register _ -> 0;
    };
  }
}
