package io.synod.core.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Outbox;
import io.synod.core.Quorums;
import io.synod.core.Samples;
import org.junit.jupiter.api.Test;

/** When a proposer wants to hear the time. */
final class ProposerTest {

  private static final long NEVER = Long.MAX_VALUE;
  private static final long LATER = 1_000_000;

  private final MemberId self = new MemberId(1);
  private final Quorums quorums = Quorums.of(Samples.members(3));
  private final Outbox out = new Outbox();
  private final Proposer proposer =
      new Proposer(
          self, "r", quorums, new Post(self, quorums, out), new Backoff(1, 10), () -> null);

  @Test
  void aRoundThatWaitsForItsRegisterWantsNoTime() {
    proposer.beginLater();
    assertThat(proposer.isDue(0) || proposer.tickBy() > 0).isTrue();
    assertThat(proposer.isDue(LATER)).isTrue();
    assertThat(proposer.call()).as("nobody was about to begin it").isTrue();

    assertThat(proposer.isDue(LATER)).isFalse();
    assertThat(proposer.tickBy()).isEqualTo(NEVER);

    proposer.begin(Ballot.NONE, LATER);
    assertThat(proposer.tickBy()).as("it is under way").isEqualTo(NEVER);
  }

  @Test
  void aRoundThatCouldNotBeginIsTriedAgainAfterADelay() {
    proposer.beginLater();
    assertThat(proposer.isDue(0) || proposer.tickBy() > 0).isTrue();
    assertThat(proposer.call()).isTrue();

    proposer.beginAgain();

    assertThat(proposer.isDue(LATER) || proposer.tickBy() >= LATER).isTrue();
    assertThat(proposer.isDue(LATER + 10)).isTrue();
  }
}
