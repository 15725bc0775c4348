package io.synod.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Record;
import io.synod.node.codec.Records;
import io.synod.node.disk.MemoryDisk;
import io.synod.node.loop.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The journal's threads: what they report, and in which order. */
@Timeout(60)
final class JournalWriterTest {

  private final MemoryDisk disk = new MemoryDisk();
  private final BlockingQueue<Object> reports = new LinkedBlockingQueue<>();

  private JournalWriter start() throws IOException {
    JournalListener listener =
        new JournalListener() {
          @Override
          public void durable(long record) {
            reports.add(record);
          }

          @Override
          public void full(boolean full) {
            reports.add(full);
          }

          @Override
          public void failed(String sentence) {
            reports.add(sentence);
          }
        };
    JournalWriter writer =
        new JournalWriter(Fixture.open(disk), Fixture.SMALL, Threads.real(), "test", listener);
    writer.start();
    return writer;
  }

  private void awaitDurable(long record) throws InterruptedException {
    long last = 0;
    while (last < record) {
      long next = (Long) reports.take();
      assertThat(next).isGreaterThan(last);
      last = next;
    }
    assertThat(last).isEqualTo(record);
  }

  @Test
  void recordsAreCountedAndReportedDurableInOrder() throws Exception {
    List<Record> all = new ArrayList<>();
    try (JournalWriter writer = start()) {
      assertThat(writer.append(List.of())).isZero();
      for (long slot = 1; slot <= 2_000; slot += 2) {
        List<Record> pair = Fixture.slots(slot, slot + 1, 50);
        all.addAll(pair);
        assertThat(writer.append(pair)).isEqualTo(slot + 1);
      }
      awaitDurable(2_000);
      assertThat(writer.queuedBytes()).isZero();
    }
    assertThat(Fixture.read(disk)).isEqualTo(all);
  }

  @Test
  void closingWritesWhatIsQueued() throws Exception {
    try (JournalWriter writer = start()) {
      writer.append(Fixture.slots(1, 500, 100));
    }
    assertThat(Fixture.read(disk)).isEqualTo(Fixture.slots(1, 500, 100));
    awaitDurable(500);
  }

  @Test
  void aFailedSyncIsReportedOnceAndNothingIsWrittenAfterwards() throws Exception {
    try (JournalWriter writer = start()) {
      writer.append(Fixture.slots(1, 1, 100));
      awaitDurable(1);
      disk.failAfter(0);
      writer.append(Fixture.slots(2, 2, 100));
      assertThat((String) reports.take())
          .startsWith("The journal")
          .contains("so this member stops");
      disk.failAfter(1_000);
      writer.append(Fixture.slots(3, 3, 100));
    }
    assertThat(reports).isEmpty();
    assertThat(Fixture.read(disk)).doesNotContain(Records.accepted(3, 100));
  }

  @Test
  void aFullDiskMakesRecordsWaitUntilThereIsRoom() throws Exception {
    disk.limitTo(90_000);
    try (JournalWriter writer = start()) {
      assertThat(reports.take()).isEqualTo(true);
      writer.append(Fixture.slots(1, 10, 500));
      awaitDurable(10);
      writer.append(List.of(Records.accepted(11, 45_000)));
      assertThat(writer.queuedBytes()).isGreaterThan(45_000);
      disk.limitTo(1 << 20);
      List<Object> both = List.of(reports.take(), reports.take());
      assertThat(both).containsExactlyInAnyOrder(false, 11L);
    }
    assertThat(Fixture.read(disk)).hasSize(11);
  }

  @Test
  void closingOnAFullDiskGivesUpWhatHasNoRoom() throws Exception {
    disk.limitTo(90_000);
    try (JournalWriter writer = start()) {
      writer.append(List.of(Records.accepted(1, 60_000)));
    }
    assertThat(Fixture.read(disk)).isEmpty();
  }

  @Test
  void trimmedSegmentsAreDeletedInTheBackground() throws Exception {
    try (JournalWriter writer = start()) {
      writer.append(Fixture.slots(1, 200, 700));
      awaitDurable(200);
      writer.trimTo(200, 0);
    }
    try (JournalWriter writer = start()) {
      writer.trimTo(200, 0);
      while (disk.list().contains(Layout.fileName(2))) {
        Thread.onSpinWait();
      }
      assertThat(writer.sizeBytes()).isLessThan(4L * Fixture.SMALL.segmentBytes());
    }
  }
}
