package io.synod.members.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.node.disk.Disk;
import io.synod.node.disk.DiskFile;
import io.synod.node.disk.NoSpaceException;
import io.synod.sim.chance.Chance;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What survives which accident. */
class SimDiskTest {

  private static final int SECTOR = 512;
  private static final int CRASHES = 300;

  private boolean full;
  private boolean fails;
  private int changesToLive = Integer.MAX_VALUE;
  private byte[] forced = new byte[0];

  private final SimDisk disk = new SimDisk("/disk", SECTOR, new Chance(1), new Fate());

  private final class Fate implements SimDisk.Fate {
    @Override
    public void changing() {
      if (changesToLive-- == 0) {
        disk.crash();
      }
    }

    @Override
    public boolean isFull() {
      return full;
    }

    @Override
    public boolean syncFails() {
      boolean fail = fails;
      fails = false;
      return fail;
    }

    @Override
    public void forced(String directory, String file, byte[] content) {
      forced = content.clone();
    }

    @Override
    public void named(String directory) {}
  }

  private Disk room() throws IOException {
    Disk room = disk.open().directory("room");
    room.make();
    return room;
  }

  private static void write(DiskFile file, int fill, int sectors, int at) throws IOException {
    byte[] bytes = new byte[sectors * SECTOR];
    Arrays.fill(bytes, (byte) fill);
    file.write(ByteBuffer.wrap(bytes), (long) at * SECTOR);
  }

  /** The first byte of each sector of a file. */
  private String sectors(String name) throws IOException {
    try (DiskFile file = disk.open().directory("room").open(name)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      file.read(bytes, 0);
      StringBuilder firsts = new StringBuilder();
      for (int at = 0; at < bytes.capacity(); at += SECTOR) {
        firsts.append(bytes.get(at));
      }
      return firsts.toString();
    }
  }

  @Test
  void whatIsSyncedSurvivesAndTheSyncIsTold() throws IOException {
    Disk room = room();
    try (DiskFile file = room.create("a")) {
      write(file, 1, 2, 0);
      file.force();
    }
    room.force();
    disk.crash();

    assertThat(sectors("a")).isEqualTo("11");
    assertThat(forced).hasSize(2 * SECTOR).containsOnly(1);
  }

  @Test
  void eachSectorThatIsNotSyncedIsKeptOrLostOnItsOwn() throws IOException {
    TreeSet<String> seen = new TreeSet<>();
    for (int i = 0; i < CRASHES; i++) {
      disk.wipe();
      Disk room = room();
      try (DiskFile file = room.create("a")) {
        write(file, 1, 3, 0);
        file.force();
        room.force();
        write(file, 2, 3, 0);
      }
      disk.crash();
      seen.add(sectors("a"));
    }

    assertThat(seen).containsExactly("111", "112", "121", "122", "211", "212", "221", "222");
  }

  @Test
  void aFileThatHasGrownHasItsOldSizeOrItsNewOneAndZerosWhereItLacksBytes() throws IOException {
    TreeSet<String> seen = new TreeSet<>();
    for (int i = 0; i < CRASHES; i++) {
      disk.wipe();
      Disk room = room();
      try (DiskFile file = room.create("a")) {
        write(file, 1, 1, 0);
        file.force();
        room.force();
        write(file, 2, 1, 1);
      }
      disk.crash();
      seen.add(sectors("a"));
    }

    assertThat(seen).containsExactly("1", "10", "12");
  }

  @Test
  void aNameIsDurableOnlyOnceItsDirectoryIsSyncedAndARenamingIsWhole() throws IOException {
    TreeSet<String> seen = new TreeSet<>();
    for (int i = 0; i < CRASHES; i++) {
      disk.wipe();
      Disk room = room();
      room.create("old").close();
      room.force();
      room.rename("old", "new");
      room.create("other").close();
      disk.crash();
      seen.add(disk.open().directory("room").list().toString());
    }

    assertThat(seen).containsExactly("[new, other]", "[new]", "[old, other]", "[old]");
  }

  @Test
  void aSyncThatFailsProvesNothing() throws IOException {
    TreeSet<String> seen = new TreeSet<>();
    for (int i = 0; i < CRASHES; i++) {
      disk.wipe();
      Disk room = room();
      try (DiskFile file = room.create("a")) {
        write(file, 1, 2, 0);
        file.force();
        room.force();
        write(file, 2, 2, 0);
        fails = true;
        assertThatThrownBy(file::force).isInstanceOf(IOException.class);
      }
      disk.crash();
      seen.add(sectors("a"));
    }

    assertThat(seen).containsExactly("11", "12", "21", "22");
  }

  @Test
  void aFullDiskTakesNothingNewAndLetsWhatHasItsPlaceBeWritten() throws IOException {
    Disk room = room();
    try (DiskFile file = room.create("a")) {
      write(file, 1, 2, 0);
      full = true;
      write(file, 2, 2, 0);
      assertThatThrownBy(() -> write(file, 3, 1, 2)).isInstanceOf(NoSpaceException.class);
    }
    assertThatThrownBy(() -> room.create("b")).isInstanceOf(NoSpaceException.class);
    assertThat(room.freeBytes()).isZero();
  }

  @Test
  void whatDiesInTheMiddleOfAWriteCannotGoOn() throws IOException {
    Disk room = room();
    try (DiskFile file = room.create("a")) {
      file.force();
      room.force();
      changesToLive = 0;
      assertThatThrownBy(() -> write(file, 1, 1, 0)).hasMessageContaining("dead");
      assertThatThrownBy(file::force).hasMessageContaining("dead");
      assertThatThrownBy(room::list).hasMessageContaining("dead");
    }
  }

  @Test
  void aDirectoryGoesWithEverythingInIt() throws IOException {
    Disk room = room();
    Disk inner = room.directory("inner");
    inner.make();
    inner.create("a").close();
    room.create("b").close();
    room.deleteAll();
    room.make();

    assertThat(room.list()).isEmpty();
    assertThat(room.directories()).isEmpty();
  }
}
