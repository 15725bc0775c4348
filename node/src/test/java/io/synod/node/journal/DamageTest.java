package io.synod.node.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.MemberId;
import io.synod.core.Record;
import io.synod.node.codec.Records;
import io.synod.node.disk.MemoryDisk;
import io.synod.node.disk.RefusedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A torn tail is cut off; everything else that is wrong is refused, with nothing changed. */
final class DamageTest {

  private static final int PAYLOAD = 3_700;
  private static final int BATCH = 4096;
  private static final int LAST = Layout.FIRST_BATCH + 2 * BATCH;
  private static final String FIRST = Layout.fileName(1);

  @Test
  void aTailTornAtAnyByteIsCutOffAndWritingGoesOn() throws IOException {
    byte[] whole = Fixture.journalOf(3, PAYLOAD).get(FIRST);
    Random random = new Random(1);
    for (int at = LAST; at < LAST + BATCH; at++) {
      byte[] zeros = whole.clone();
      Arrays.fill(zeros, at, zeros.length, (byte) 0);
      assertCutOff(zeros, Arrays.equals(zeros, whole) ? 3 : 2);

      byte[] garbage = whole.clone();
      for (int i = at; i < LAST + BATCH; i++) {
        garbage[i] = (byte) (whole[i] + 1 + random.nextInt(255));
      }
      assertCutOff(garbage, 2);
      assertCutOff(Arrays.copyOf(whole, at), 2);
    }
  }

  @Test
  void aTailOfWhichOnlyTheLaterPartArrivedIsCutOff() throws IOException {
    byte[] whole = Fixture.journalOf(3, PAYLOAD).get(FIRST);
    for (int at = LAST + 1; at < LAST + 700; at++) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, LAST, at, (byte) 0);
      assertCutOff(torn, 2);
    }
  }

  private static void assertCutOff(byte[] file, int left) throws IOException {
    MemoryDisk disk = new MemoryDisk();
    disk.put(FIRST, file);
    try (Journal journal = Fixture.open(disk)) {
      assertThat(journal.repaired().isPresent()).isEqualTo(!endsClean(file, left));
      Fixture.write(journal, Records.accepted(left + 1, 10));
    }
    List<Record> expected = new java.util.ArrayList<>(Fixture.slots(1, left, PAYLOAD));
    expected.add(Records.accepted(left + 1, 10));
    assertThat(Fixture.read(disk)).isEqualTo(expected);
  }

  private static boolean endsClean(byte[] file, int batches) {
    for (int i = Layout.FIRST_BATCH + batches * BATCH; i < file.length; i++) {
      if (file[i] != 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aFlippedByteAnywhereInAMiddleBatchIsRefusedWithFileAndOffset() throws IOException {
    byte[] whole = Fixture.journalOf(3, PAYLOAD).get(FIRST);
    int middle = Layout.FIRST_BATCH + BATCH;
    for (int at = middle; at < middle + BATCH; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x10;
      MemoryDisk disk = new MemoryDisk();
      disk.put(FIRST, flipped);
      assertRefused(disk, "/disk/" + FIRST + " is damaged at offset " + middle + ":");
    }
  }

  @Test
  void aFlippedByteInTheHeaderOfASegmentThatIsNeededIsRefused() throws IOException {
    MemoryDisk whole = Fixture.journalOf(30, PAYLOAD);
    for (long segment = 1; segment <= 2; segment++) {
      String name = Layout.fileName(segment);
      for (int at = 0; at < Layout.SEGMENT_HEADER; at++) {
        byte[] flipped = whole.get(name);
        flipped[at] ^= 1;
        MemoryDisk disk = whole.copy();
        disk.put(name, flipped);
        assertRefused(disk, "/disk/" + name + " is damaged at offset 0:");
      }
    }
  }

  @Test
  void theLastBatchOfAnOlderSegmentIsNoTornTail() throws IOException {
    MemoryDisk disk = Fixture.journalOf(30, PAYLOAD);
    byte[] file = disk.get(FIRST);
    int last = Layout.FIRST_BATCH + 11 * BATCH;
    file[last + 100] ^= 1;
    disk.put(FIRST, file);
    assertRefused(disk, FIRST + " is damaged at offset " + last + ":");
    Arrays.fill(file, last, file.length, (byte) 0);
    disk.put(FIRST, file);
    assertRefused(disk, FIRST + " is damaged at offset " + last + ":");
  }

  @Test
  void aBatchBeforeATornOneIsNoTornTailEither() throws IOException {
    byte[] file = Fixture.journalOf(3, PAYLOAD).get(FIRST);
    int middle = Layout.FIRST_BATCH + BATCH;
    file[middle + 100] ^= 1;
    Arrays.fill(file, LAST, LAST + 512, (byte) 0);
    MemoryDisk disk = new MemoryDisk();
    disk.put(FIRST, file);
    assertRefused(disk, FIRST + " is damaged at offset " + middle + ":");
  }

  @Test
  void aMissingSegmentIsNamed() throws IOException {
    MemoryDisk disk = Fixture.journalOf(40, PAYLOAD);
    disk.remove(Layout.fileName(2));
    assertRefused(disk, "/disk/" + Layout.fileName(2) + " is missing");
    MemoryDisk front = Fixture.journalOf(40, PAYLOAD);
    byte[] second = front.get(Layout.fileName(2));
    front.put(Layout.fileName(2), Arrays.copyOf(second, Layout.FIRST_BATCH));
    assertRefused(front, "is damaged");
  }

  @Test
  void aJournalThatWasThereOnceMayNotBeginAnew() {
    assertThatThrownBy(
            () -> Journal.open(new MemoryDisk(), Fixture.IDENTITY, Fixture.SMALL, false, _ -> {}))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("The journal in /disk is gone");
  }

  @Test
  void aJournalOfAnotherOwnerIsRefused() throws IOException {
    MemoryDisk disk = Fixture.journalOf(2, PAYLOAD);
    assertRefused(
        disk,
        new JournalIdentity(0xC2, new MemberId(0xA), 0x5EED),
        "cluster c1, not to cluster c2");
    assertRefused(
        disk, new JournalIdentity(0xC1, new MemberId(0xB), 0x5EED), "member a, not to member b");
    assertRefused(disk, new JournalIdentity(0xC1, new MemberId(0xA), 1), "another data directory");
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    MemoryDisk disk = Fixture.journalOf(2, PAYLOAD);
    byte[] file = disk.get(FIRST);
    java.nio.ByteBuffer header = java.nio.ByteBuffer.wrap(file);
    header.putInt(8, 3);
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(header.slice(0, 12));
    crc.update(header.slice(16, 48));
    header.putInt(12, (int) crc.getValue());
    disk.put(FIRST, file);
    assertRefused(disk, "is of format 3");
  }

  @Test
  void aJournalInsideAPayloadIsNotTakenForOne() throws IOException {
    byte[] inner = Fixture.journalOf(2, 100).get(FIRST);
    MemoryDisk disk = new MemoryDisk();
    try (Journal journal = Fixture.open(disk)) {
      Fixture.write(journal, new Record.Promised(io.synod.core.Ballot.NONE));
    }
    byte[] file = disk.get(FIRST);
    System.arraycopy(inner, 4096, file, 8192, 4096);
    disk.put(FIRST, file);
    try (Journal journal = Fixture.open(disk)) {
      assertThat(journal.repaired()).isPresent();
    }
    assertThat(Fixture.read(disk)).isEmpty();
  }

  @Test
  void aSpareWithoutAHeaderAndAHalfMadeOneAreNoDamage() throws IOException {
    MemoryDisk disk = Fixture.journalOf(3, PAYLOAD);
    disk.put(Layout.fileName(2), new byte[100]);
    disk.put(Layout.fileName(3) + ".new", new byte[5000]);
    assertThat(Fixture.read(disk)).isEqualTo(Fixture.slots(1, 3, PAYLOAD));
    assertThat(disk.list()).containsExactly(FIRST);
  }

  private static void assertRefused(MemoryDisk disk, String sentence) {
    assertRefused(disk, Fixture.IDENTITY, sentence);
  }

  private static void assertRefused(MemoryDisk disk, JournalIdentity identity, String sentence) {
    MemoryDisk before = disk.copy();
    assertThatThrownBy(() -> Journal.open(disk, identity, Fixture.SMALL, true, _ -> {}))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(sentence);
    assertThat(disk.isSameAs(before)).isTrue();
  }
}
