package io.synod.core.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Record;
import io.synod.core.Samples;
import io.synod.core.Value;
import io.synod.core.log.Slots;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a member knows again after a restart. */
final class RecoveryTest {

  private static final Value A = Samples.value("a");
  private static final Value B = Samples.value("b");
  private static final Value C = Samples.value("c");
  private static final Ballot LOW = Samples.ballot(1, 3);
  private static final Ballot MIDDLE = Samples.ballot(2, 1);
  private static final Ballot HIGH = Samples.ballot(2, 2);

  private static Recovery replay(long stateSlot, Record... records) {
    Recovery recovery = new Recovery(stateSlot);
    for (Record record : records) {
      recovery.replay(record);
    }
    return recovery;
  }

  private static List<AcceptedValue> held(Recovery recovery) {
    Slots slots = recovery.slots();
    List<AcceptedValue> held = new ArrayList<>();
    for (long slot = slots.trimmed() + 1; slot <= slots.last(); slot++) {
      held.add(slots.get(slot));
    }
    return held;
  }

  @Test
  void anEmptyJournalRemembersNothing() {
    Recovery recovery = replay(0);
    assertThat(recovery.promised()).isEqualTo(Ballot.NONE);
    assertThat(recovery.chosen()).isZero();
    assertThat(held(recovery)).isEmpty();
  }

  @Test
  void thePromiseIsTheHighestInWhateverRecordAndOrder() {
    List<Ballot> ballots = List.of(LOW, MIDDLE, HIGH);
    int ran = 0;
    for (Ballot one : ballots) {
      for (Ballot two : ballots) {
        Ballot higher = ballots.get(Math.max(ballots.indexOf(one), ballots.indexOf(two)));
        Record.Accepted accepted = new Record.Accepted(two, 1, List.of(A));
        assertThat(replay(0, new Record.Promised(one), new Record.Promised(two)).promised())
            .isEqualTo(higher);
        assertThat(replay(0, new Record.Promised(one), accepted).promised()).isEqualTo(higher);
        assertThat(replay(0, accepted, new Record.Promised(one)).promised()).isEqualTo(higher);
        ran++;
      }
    }
    assertThat(ran).isEqualTo(9);
  }

  @Test
  void aLaterRecordForASlotReplacesAnEarlier() {
    Recovery recovery =
        replay(
            0,
            new Record.Accepted(LOW, 1, List.of(A, A, A)),
            new Record.Accepted(MIDDLE, 2, List.of(B, B)),
            new Record.Accepted(HIGH, 3, List.of(C, C)));
    assertThat(held(recovery))
        .containsExactly(
            new AcceptedValue(LOW, A),
            new AcceptedValue(MIDDLE, B),
            new AcceptedValue(HIGH, C),
            new AcceptedValue(HIGH, C));
    assertThat(recovery.chosen()).as("nobody said so").isZero();
  }

  @Test
  void whatWasLearnedIsChosenAndKeepsTheBallotOfAnEarlierAcceptance() {
    Recovery recovery =
        replay(0, new Record.Accepted(MIDDLE, 1, List.of(A)), new Record.Learned(1, List.of(B, C)));
    assertThat(held(recovery))
        .containsExactly(new AcceptedValue(MIDDLE, B), new AcceptedValue(Ballot.NONE, C));
    assertThat(recovery.chosen()).isEqualTo(2);
    assertThat(recovery.promised()).isEqualTo(MIDDLE);
  }

  @Test
  void hintsOfWhatIsChosenOnlyGrow() {
    Record.Accepted accepted = new Record.Accepted(LOW, 1, List.of(A, B, C));
    Recovery recovery = replay(0, accepted, new Record.Chosen(2), new Record.Chosen(1));
    assertThat(recovery.chosen()).isEqualTo(2);
  }

  @Test
  void slotsInTheStateMachineAreChosenAndNotHeldButTheirPromiseCounts() {
    Recovery recovery =
        replay(2, new Record.Accepted(HIGH, 1, List.of(A, B, C)), new Record.Chosen(1));
    assertThat(recovery.chosen()).isEqualTo(2);
    assertThat(recovery.promised()).isEqualTo(HIGH);
    assertThat(recovery.slots().trimmed()).isEqualTo(2);
    assertThat(held(recovery)).containsExactly(new AcceptedValue(HIGH, C));
  }

  @Test
  void aSnapshotReplacesWhatItHoldsAndTheLogGoesOnBehindIt() {
    Record[] records = {
      new Record.Accepted(LOW, 1, List.of(A, A)),
      new Record.Installed(9),
      new Record.Accepted(MIDDLE, 10, List.of(B)),
    };
    Recovery recovery = replay(9, records);
    assertThat(recovery.chosen()).isEqualTo(9);
    assertThat(recovery.promised()).isEqualTo(MIDDLE);
    assertThat(held(recovery)).containsExactly(new AcceptedValue(MIDDLE, B));
    assertThat(held(replay(10, records))).isEmpty();
  }

  @Test
  void aSlotThatIsLostIsNamed() {
    Record.Accepted tail = new Record.Accepted(LOW, 5, List.of(A));
    assertThatThrownBy(() -> replay(3, tail).slots())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("lacks slot 4")
        .hasMessageContaining("stands at slot 3");
    assertThat(held(replay(4, tail))).hasSize(1);
    assertThatThrownBy(() -> replay(4, tail, new Record.Chosen(6)).slots())
        .hasMessageContaining("lacks slot 6");
    assertThatThrownBy(() -> replay(4, new Record.Installed(9)).slots())
        .hasMessageContaining("lacks slot 5");
  }
}
