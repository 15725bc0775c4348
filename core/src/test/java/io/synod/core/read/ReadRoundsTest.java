package io.synod.core.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Ballot;
import io.synod.core.Effects;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Quorums;
import io.synod.core.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The leader's rounds of confirmation. */
final class ReadRoundsTest {

  private static final MemberId SELF = new MemberId(1);
  private static final MemberId OTHER = new MemberId(2);
  private static final Ballot BALLOT = Samples.ballot(3, 1);

  private final Outbox out = new Outbox();

  private ReadRounds rounds(int members) {
    return new ReadRounds(SELF, BALLOT, Quorums.of(Samples.members(members)), out);
  }

  private static Message.Confirmed confirmed(long round) {
    return new Message.Confirmed(BALLOT, round);
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "3, 1", "4, 2", "5, 2", "7, 3", "9, 4"})
  void aRoundEndsWithAQuorumThatIncludesTheLeader(int members, int others) {
    ReadRounds rounds = rounds(members);
    rounds.request(OTHER, OTHER, 5);
    assertThat(rounds.begin(12)).isEmpty();
    assertThat(out.take().now()).hasSize(members - 1);
    for (int i = 1; i < others; i++) {
      assertThat(rounds.onConfirmed(new MemberId(i + 1), confirmed(1))).isEmpty();
      assertThat(rounds.onConfirmed(new MemberId(i + 1), confirmed(1)))
          .as("twice is once")
          .isEmpty();
    }
    assertThat(rounds.onConfirmed(new MemberId(99), confirmed(1))).as("a stranger").isEmpty();
    assertThat(rounds.onConfirmed(new MemberId(others + 1), confirmed(1)))
        .containsExactly(new ReadRounds.Grant(OTHER, OTHER, 5, 12));
    assertThat(rounds.onConfirmed(new MemberId(members), confirmed(1))).as("only once").isEmpty();
  }

  @Test
  void aLeaderAloneNeedsNobody() {
    ReadRounds rounds = rounds(1);
    rounds.request(SELF, SELF, 5);
    assertThat(rounds.begin(12)).containsExactly(new ReadRounds.Grant(SELF, SELF, 5, 12));
    assertThat(rounds.begin(13)).isEmpty();
  }

  @Test
  void whatComesDuringARoundWaitsForTheNextAndSeesWhatIsChosenThen() {
    ReadRounds rounds = rounds(3);
    assertThat(rounds.begin(1)).isEmpty();
    assertThat(out.take().now()).as("nobody waits").isEmpty();
    rounds.request(SELF, SELF, 1);
    rounds.request(OTHER, OTHER, 1);
    rounds.begin(7);
    rounds.request(OTHER, OTHER, 2);
    rounds.request(OTHER, OTHER, 3);
    assertThat(rounds.begin(8)).as("one round at a time").isEmpty();
    assertThat(rounds.onConfirmed(OTHER, confirmed(1)))
        .containsExactly(
            new ReadRounds.Grant(SELF, SELF, 1, 7), new ReadRounds.Grant(OTHER, OTHER, 1, 7));
    rounds.begin(9);
    assertThat(rounds.onConfirmed(new MemberId(3), confirmed(1)))
        .as("an answer to the round before")
        .isEmpty();
    assertThat(rounds.onConfirmed(OTHER, new Message.Confirmed(Samples.ballot(2, 1), 2)))
        .as("another ballot")
        .isEmpty();
    assertThat(rounds.onConfirmed(OTHER, confirmed(2)))
        .containsExactly(new ReadRounds.Grant(OTHER, OTHER, 3, 9));
  }

  @Test
  void theNewestReadsOfAMemberAreGrantedByTheWayOnWhichTheyWereAskedForLast() {
    MemberId relay = new MemberId(3);
    ReadRounds rounds = rounds(3);
    rounds.request(OTHER, relay, 4);
    rounds.request(OTHER, OTHER, 3);
    rounds.request(relay, relay, 1);
    rounds.begin(7);
    rounds.request(OTHER, OTHER, 4);
    rounds.request(OTHER, relay, 4);
    assertThat(rounds.onConfirmed(OTHER, confirmed(1)))
        .containsExactly(
            new ReadRounds.Grant(OTHER, relay, 4, 7), new ReadRounds.Grant(relay, relay, 1, 7));
    rounds.begin(8);
    assertThat(rounds.onConfirmed(relay, confirmed(2)))
        .containsExactly(new ReadRounds.Grant(OTHER, relay, 4, 8));
  }

  @Test
  void onlyThoseThatHaveNotAnsweredAreAskedAgain() {
    ReadRounds rounds = rounds(5);
    rounds.ask();
    assertThat(out.take().now()).isEmpty();
    rounds.request(SELF, SELF, 1);
    rounds.begin(7);
    rounds.onConfirmed(OTHER, confirmed(1));
    out.take();
    rounds.ask();
    List<Effects.Send> asked = out.take().now();
    assertThat(asked)
        .extracting(Effects.Send::to)
        .containsExactly(new MemberId(3), new MemberId(4), new MemberId(5));
    assertThat(asked.getFirst().message()).isEqualTo(new Message.Confirm(BALLOT, 1));
  }
}
