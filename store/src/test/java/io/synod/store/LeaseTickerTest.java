package io.synod.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Ballot;
import io.synod.node.Failure;
import io.synod.store.map.MemoryHome;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clocks, leaders and the log are moved by hand. */
final class LeaseTickerTest {

  private Driver driver;
  private Machine machine;
  private Machine other;

  @BeforeEach
  void start() throws IOException {
    driver = new Driver(new MemoryHome());
    machine = new Machine(1, driver);
    other = new Machine(2, driver);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private void leads(Machine leader, long round) {
    machine.ballot = new Ballot(round, leader.id);
    other.ballot = machine.ballot;
  }

  private long time() {
    return driver.store.leases().time().millis();
  }

  @Test
  void nothingIsProposedWithoutALeaseOrWithoutLeading() throws IOException {
    machine.run(5_000);
    leads(machine, 1);
    machine.run(5_000);
    assertThat(machine.proposed).isEmpty();
    driver.grant(1, 10);
    machine.run(1_000);
    other.run(5_000);
    assertThat(machine.proposed).hasSize(1);
    assertThat(other.proposed).isEmpty();
  }

  @Test
  void timeIsToldFromTheFirstTickThatIsApplied() throws IOException {
    leads(machine, 1);
    driver.grant(1, 10);
    machine.run(250);
    assertThat(machine.last().getElapsedMillis()).isZero();
    machine.run(100);
    machine.apply();
    machine.run(150);
    assertThat(machine.last().getElapsedMillis()).isEqualTo(150);
    machine.run(30);
    machine.apply();
    machine.run(220);
    assertThat(machine.last().getElapsedMillis()).isEqualTo(250);
    assertThat(machine.proposed).hasSize(3);
  }

  @Test
  void oneTickIsOnItsWayAtATime() throws IOException {
    leads(machine, 1);
    driver.grant(1, 10);
    machine.run(2_000);
    assertThat(machine.proposed).hasSize(1);
    machine.apply();
    machine.run(250);
    machine.run(400);
    assertThat(machine.proposed).hasSize(2);
  }

  @Test
  void aTickWhoseFateIsUnknownIsFollowedByOneThatTellsNoTimeAndCountsNothingLater()
      throws IOException {
    leads(machine, 1);
    driver.grant(1, 10);
    machine.runAndApply(1_000);
    machine.run(250);
    Machine.Proposed lost = machine.proposed.getLast();
    assertThat(lost.tick().getElapsedMillis()).isPositive();
    lost.reply().failed(Failure.UNKNOWN);
    machine.run(250);
    assertThat(machine.last().getElapsedMillis()).isZero();
    machine.apply();
    long before = time();
    driver.outcome(lost.command());
    assertThat(time()).isEqualTo(before);
  }

  @Test
  void timeInWhichTheLeaderStoodStillIsNotTold() throws IOException {
    leads(machine, 1);
    driver.grant(1, 2);
    machine.runAndApply(2_500);
    long before = time();
    machine.standStill(60_000);
    assertThat(machine.last().getElapsedMillis()).isZero();
    machine.apply();
    assertThat(time()).isEqualTo(before);
    // What waited comes now, before any more time.
    assertThat(driver.renew(1)).isEqualTo(2);
    machine.runAndApply(2_000);
    assertThat(driver.store.leases().get(1)).isNotNull();
    machine.runAndApply(1_500);
    assertThat(driver.store.leases().get(1)).isNull();
  }

  @Test
  void timeInWhichTheLeaderStoodStillWithATickOnItsWayIsNotToldEither() throws IOException {
    leads(machine, 1);
    driver.grant(1, 2);
    machine.runAndApply(500);
    machine.run(250);
    long before = time() + machine.last().getElapsedMillis();
    machine.now += 60_000;
    machine.apply();
    machine.standStill(0);
    machine.apply();
    assertThat(time()).isEqualTo(before);
  }

  @Test
  void aChangeOfLeaderKeepsTheRemainingTimeAndTellsNoneTwice() throws IOException {
    leads(machine, 1);
    driver.grant(1, 10);
    machine.runAndApply(5_000);
    long before = time();
    machine.run(250);
    Machine.Proposed late = machine.proposed.getLast();

    leads(other, 2);
    other.runAndApply(250);
    assertThat(time()).isEqualTo(before);
    driver.outcome(late.command());
    assertThat(time()).isEqualTo(before);

    late.reply().failed(Failure.UNKNOWN);
    machine.run(5_000);
    assertThat(machine.proposed.getLast()).isSameAs(late);
    other.runAndApply(1_000);
    assertThat(time()).isEqualTo(before + 1_000);
  }

  @Test
  void nobodysTimePassesWithoutALeader() throws IOException {
    leads(machine, 1);
    driver.grant(1, 2);
    machine.runAndApply(1_000);
    machine.ballot = Ballot.NONE;
    long before = time();
    machine.run(60_000);
    leads(machine, 3);
    machine.runAndApply(500);
    assertThat(time()).isEqualTo(before + 250);
  }

  @Test
  void whatIsDueEndsAtOnce() throws IOException {
    leads(machine, 1);
    for (int i = 1; i <= 1_200; i++) {
      driver.grant(i, 1);
    }
    machine.runAndApply(2_000);
    assertThat(driver.store.leases().isEmpty()).isFalse();
    machine.run(250);
    for (int left = 1_200; left > 100; left -= 100) {
      int before = machine.proposed.size();
      machine.apply();
      assertThat(machine.proposed).hasSize(before + 1);
    }
    machine.apply();
    assertThat(driver.store.leases().isEmpty()).isTrue();
  }
}
