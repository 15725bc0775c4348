package io.synod.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Effects;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Quorums;
import io.synod.core.Record;
import io.synod.core.Samples;
import io.synod.core.Session;
import io.synod.core.Settings;
import io.synod.core.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Phase 1 of the log, with promises that come in parts. */
final class CandidateTest {

  private static final MemberId SELF = new MemberId(1);
  private static final MemberId OTHER = new MemberId(2);
  private static final Ballot BALLOT = Samples.ballot(5, 1);

  private final Outbox out = new Outbox();
  private final Slots slots = new Slots(0);
  private final Candidate candidate = candidate();

  private Candidate candidate() {
    slots.put(1, new AcceptedValue(Samples.ballot(1, 1), Samples.value("1")));
    Pending pending = new Pending(new Session(SELF, 1), Settings.DEFAULT, out);
    Learner learner = new Learner(Settings.DEFAULT, slots, out, pending, 1);
    LogAcceptor acceptor =
        new LogAcceptor(Settings.DEFAULT, slots, learner, out, Samples.ballot(4, 2));
    return new Candidate(SELF, BALLOT, Quorums.of(Samples.members(3)), acceptor, slots, 1, out);
  }

  private static Message.Promise part(int part, int parts, long trimmed, long first, long last) {
    List<Message.Slotted> accepted = new ArrayList<>();
    for (long slot = first; slot <= last; slot++) {
      accepted.add(
          new Message.Slotted(
              slot, new AcceptedValue(Samples.ballot(2, 2), Samples.value("" + slot))));
    }
    return new Message.Promise(BALLOT, 2, part, parts, accepted, trimmed);
  }

  @Test
  void nobodyIsAskedBeforeTheOwnPromiseIsDurableAndThoseThatPromisedAreNotAskedAgain() {
    Effects effects = out.take();
    assertThat(effects.append()).containsExactly(new Record.Promised(BALLOT));
    assertThat(effects.now()).isEmpty();
    assertThat(effects.onceDurable())
        .containsExactly(
            new Effects.SendOnceDurable(1, OTHER, new Message.Prepare(BALLOT, 2)),
            new Effects.SendOnceDurable(1, new MemberId(3), new Message.Prepare(BALLOT, 2)));
    candidate.onPromise(OTHER, part(0, 1, 0, 2, 1));
    candidate.onDurable(0);
    assertThat(candidate.isComplete()).isFalse();
    candidate.onDurable(1);
    assertThat(candidate.isComplete()).isTrue();
    candidate.prepare();
    assertThat(out.take().onceDurable())
        .extracting(Effects.SendOnceDurable::to)
        .containsExactly(new MemberId(3));
  }

  @Test
  void aPromiseCountsOnceAllOfItsPartsHaveComeInAnyOrderAndTwice() {
    candidate.onDurable(1);
    candidate.onPromise(OTHER, part(2, 3, 0, 6, 6));
    candidate.onPromise(OTHER, part(0, 3, 0, 2, 3));
    candidate.onPromise(OTHER, part(0, 3, 0, 2, 3));
    assertThat(candidate.isComplete()).isFalse();
    candidate.onPromise(OTHER, part(1, 3, 0, 4, 5));
    assertThat(candidate.isComplete()).isTrue();
    assertThat(candidate.mustPropose(2))
        .containsExactly(
            Samples.value("2"),
            Samples.value("3"),
            Samples.value("4"),
            Samples.value("5"),
            Samples.value("6"));
  }

  @Test
  void partsOfTwoAnswersThatWereCutDifferentlyDoNotMakeAWhole() {
    candidate.onDurable(1);
    // Of the first answer the part with slots 4 to 6 is lost; the second is cut in two, and its
    // first part is lost.
    candidate.onPromise(OTHER, part(0, 3, 0, 2, 3));
    candidate.onPromise(OTHER, part(1, 2, 0, 6, 7));
    assertThat(candidate.isComplete()).as("slots 4 and 5 are missing").isFalse();
    candidate.onPromise(OTHER, part(0, 2, 0, 2, 5));
    assertThat(candidate.isComplete()).isTrue();
    assertThat(candidate.mustPropose(2)).hasSize(6).doesNotContain(Value.NO_OP);
  }

  @Test
  void trimmedSlotsAreNotWaitedForButTheMemberThatTrimmedThemIsAhead() {
    candidate.onDurable(1);
    candidate.onPromise(OTHER, part(0, 2, 0, 2, 3));
    candidate.onPromise(OTHER, part(1, 2, 4, 7, 8));
    assertThat(candidate.isComplete()).as("slots 5 and 6 are missing").isFalse();
    candidate.onPromise(OTHER, part(0, 2, 4, 5, 6));
    assertThat(candidate.isComplete()).isTrue();
    assertThat(candidate.behind(3)).isEqualTo(OTHER);
    assertThat(candidate.trimmed()).isEqualTo(4);
    assertThat(candidate.behind(4)).isNull();
  }

  @Test
  void promisesOfAnotherBallotOrAnotherBeginningDoNotCount() {
    candidate.onDurable(1);
    candidate.onPromise(OTHER, new Message.Promise(Samples.ballot(4, 1), 2, 0, 1, List.of(), 0));
    candidate.onPromise(OTHER, new Message.Promise(BALLOT, 1, 0, 1, List.of(), 0));
    assertThat(candidate.isComplete()).isFalse();
  }

  @Test
  void aLeaderWithNothingToAdoptBeginsWithANoOp() {
    candidate.onDurable(1);
    candidate.onPromise(OTHER, part(0, 1, 0, 2, 1));
    assertThat(candidate.mustPropose(2)).containsExactly(Value.NO_OP);
  }
}
