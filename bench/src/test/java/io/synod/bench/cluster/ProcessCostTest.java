package io.synod.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessCostTest {
  @Test
  void userAndSystemTimeAreFoundBehindANameWithBlanksAndParentheses() {
    String stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 100 0 0 0 7 5 0 0 20 0 1 0 100 1000 10";
    assertThat(ProcessCost.cpuMicros(stat)).isEqualTo(120_000);
  }

  @Test
  void aRunningProcessHasMemory() throws Exception {
    ProcessCost own = ProcessCost.of(List.of(ProcessHandle.current().pid()));
    assertThat(own.residentMiB()).isPositive();
    assertThat(own.peakMiB()).isGreaterThanOrEqualTo(own.residentMiB());
  }
}
