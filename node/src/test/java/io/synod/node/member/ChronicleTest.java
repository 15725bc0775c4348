package io.synod.node.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Ballot;
import io.synod.core.Event;
import io.synod.core.MemberId;
import io.synod.core.Message.Heartbeat;
import io.synod.core.Quorums;
import io.synod.core.Settings;
import io.synod.core.election.Neighbour;
import io.synod.core.replica.Recovery;
import io.synod.core.replica.Replica;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ChronicleTest {

  private static final MemberId ONE = new MemberId(1);
  private static final MemberId TWO = new MemberId(2);
  private static final MemberId THREE = new MemberId(3);
  private static final Settings SETTINGS = Settings.DEFAULT;

  private long now = 1_000;
  private int told;
  private final Replica replica =
      new Replica(ONE, 1, Quorums.of(Set.of(ONE, TWO, THREE)), SETTINGS, new Recovery(0), now);
  private final Chronicle chronicle = new Chronicle(replica, now);

  ChronicleTest() {
    chronicle.whenOver(() -> told++);
  }

  /** Two says that it leads under a ballot of that round, as soon as time has passed. */
  private void hear(long millis, long round) {
    now += millis;
    var _ = replica.step(new Event.Tick(now, 0));
    Heartbeat heartbeat =
        new Heartbeat(new Ballot(round, TWO), true, true, Set.of(ONE, THREE), false, 0);
    var _ = replica.step(new Event.Received(TWO, heartbeat));
    chronicle.look(replica, now);
  }

  private void hearNothing() {
    now += 2L * SETTINGS.electionMillis();
    var _ = replica.step(new Event.Tick(now, 0));
    chronicle.look(replica, now);
  }

  @Test
  void reignsAreToldApartByLeaderBallotAndQuorum() {
    hear(10, 3);
    hear(10, 3);
    hear(10, 5);
    hearNothing();
    chronicle.look(replica, now + 1);

    List<Reign> reigns = chronicle.reigns();
    assertThat(reigns.subList(0, 3))
        .containsExactly(
            new Reign(1_000, Ballot.NONE, Optional.empty(), false),
            new Reign(1_010, new Ballot(3, TWO), Optional.of(TWO), true),
            new Reign(1_030, new Ballot(5, TWO), Optional.of(TWO), true));
    assertThat(reigns).hasSize(4);
    assertThat(reigns.getLast().leader()).isEmpty();
    assertThat(reigns.getLast().quorumConnected()).isFalse();
    assertThat(told).isEqualTo(3);
  }

  @Test
  void theOldestAreForgotten() {
    for (int round = 1; round <= 60; round++) {
      hear(10, round);
    }
    assertThat(chronicle.reigns()).hasSize(50);
    assertThat(chronicle.reigns().getFirst().ballot()).isEqualTo(new Ballot(11, TWO));
    assertThat(chronicle.reigns().getLast().ballot()).isEqualTo(new Ballot(60, TWO));
  }

  @Test
  void neighboursAreKnownByTheirLastWord() {
    assertThat(replica.neighbours()).isEmpty();
    hear(10, 3);
    Neighbour two = replica.neighbours().getFirst();
    assertThat(replica.neighbours()).hasSize(1);
    assertThat(two.member()).isEqualTo(TWO);
    assertThat(two.heard()).isTrue();
    assertThat(two.connected()).isTrue();
    assertThat(two.said().ballot()).isEqualTo(new Ballot(3, TWO));
    hearNothing();
    assertThat(replica.neighbours().getFirst().heard()).isFalse();
    assertThat(replica.neighbours().getFirst().at()).isEqualTo(1_010);
  }
}
