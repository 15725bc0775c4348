package io.synod.testing.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The last of all, as the check has to come to its end. */
@ExtendWith(CheckPerf.class)
@Order(Integer.MAX_VALUE)
@Timeout(180)
final class CheckPerfTest {

  @Test
  void theCheckWritesJudgesAndTidiesUp(CheckPerf.Running check) throws IOException {
    String said = check.program().end().out();

    // Whether it passes depends on what else this machine does.
    assertThat(said)
        .containsPattern("(PASS|FAIL): Throughput (is|too low:) [0-9]+ writes/s")
        .containsPattern("(PASS: Slowest request|Slowest request) took")
        .containsPattern("(PASS: Stddev is|Stddev too high:)")
        .doesNotContain("FAIL: Write");
    String revision = Etcdctl.only("Compacted with revision ([0-9]+)", said);
    assertThat(said).contains("Defragmented \"" + check.etcdctl().endpoints() + "\"");
    assertThat(check.etcdctl().run("get", "a", "--rev=2").out())
        .contains("required revision has been compacted");
    assertThat(Long.parseLong(revision)).isGreaterThan(2);
    assertThat(check.etcdctl().out("get", "--prefix", "/etcdctl-check-perf/")).isEmpty();
  }
}
