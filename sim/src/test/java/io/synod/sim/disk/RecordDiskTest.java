package io.synod.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Record;
import io.synod.core.Value;
import io.synod.sim.chance.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RecordDiskTest {

  private static Record accepted(long slot) {
    return new Record.Accepted(new Ballot(slot, new MemberId(1)), slot, List.of(Value.NO_OP));
  }

  private static List<Record> run(long first, long last) {
    List<Record> run = new ArrayList<>();
    for (long slot = first; slot <= last; slot++) {
      run.add(accepted(slot));
    }
    return run;
  }

  @Test
  void aCrashLeavesAnyPrefixOfTheBatchUnderWayAndNothingBehindIt() {
    TreeSet<Integer> lengths = new TreeSet<>();
    for (long seed = 0; seed < 100; seed++) {
      RecordDisk<String> disk = new RecordDisk<>("");
      disk.append(run(1, 2));
      assertThat(disk.beginSync()).isTrue();
      disk.endSync();
      disk.append(run(3, 5));
      assertThat(disk.beginSync()).isTrue();
      disk.append(run(6, 9));
      assertThat(disk.beginSync()).isFalse();

      List<Record> kept = disk.crash(new Chance(seed));

      assertThat(disk.records()).isEqualTo(run(1, 2 + kept.size()));
      assertThat(disk.isSynced()).isTrue();
      lengths.add(kept.size());
    }
    assertThat(lengths).containsExactly(0, 1, 2, 3);
  }

  @Test
  void trimmingKeepsThePromiseAndEverythingAboveTheState() {
    for (long seed = 0; seed < 20; seed++) {
      RecordDisk<String> disk = new RecordDisk<>("");
      disk.append(run(1, 9));
      disk.beginSync();
      disk.endSync();
      disk.saveState(4, "four");

      disk.trim(4, new Chance(seed));

      assertThat(disk.records()).containsAll(run(5, 9));
      assertThat(disk.records().size()).isLessThanOrEqualTo(10);
      assertThat(disk.state()).isEqualTo("four");
      assertThat(disk.stateSlot()).isEqualTo(4);
    }
  }

  @Test
  void trimmingEverythingLeavesThePromise() {
    RecordDisk<String> disk = new RecordDisk<>("");
    disk.append(run(1, 3));
    disk.beginSync();
    disk.endSync();

    for (long seed = 0; seed < 20; seed++) {
      disk.trim(3, new Chance(seed));
    }

    assertThat(disk.records()).containsExactly(new Record.Promised(new Ballot(3, new MemberId(1))));
  }
}
