package io.synod.core.decree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Samples;
import io.synod.core.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The acceptor's rule for every order of the promise, the accepted ballot and the ballot that
 * arrives.
 */
final class AcceptorGridTest {

  /** Rounds 1 to 3 by members 1 to 3: less, equal and greater, by round and by member alone. */
  private static final List<Ballot> BALLOTS = ballots();

  private static final Value OLD = Samples.value("old");
  private static final Value NEW = Samples.value("new");

  private static List<Ballot> ballots() {
    List<Ballot> ballots = new ArrayList<>();
    for (int round = 1; round <= 3; round++) {
      for (int member = 1; member <= 3; member++) {
        ballots.add(Samples.ballot(round, member));
      }
    }
    return ballots;
  }

  /** Another way to order them: by their place in the list. */
  private static int place(Ballot ballot) {
    return BALLOTS.indexOf(ballot);
  }

  @Test
  void aBallotIsNewerCurrentOrOlderByRoundAndThenByMember() {
    int ran = 0;
    for (Ballot promised : BALLOTS) {
      for (Ballot ballot : BALLOTS) {
        AcceptorRule expected =
            place(ballot) > place(promised)
                ? AcceptorRule.NEWER
                : place(ballot) == place(promised) ? AcceptorRule.CURRENT : AcceptorRule.OLDER;
        assertThat(AcceptorRule.judge(promised, ballot))
            .as("%s after %s", ballot, promised)
            .isEqualTo(expected);
        ran++;
      }
      assertThat(AcceptorRule.judge(Ballot.NONE, promised)).isEqualTo(AcceptorRule.NEWER);
      assertThat(AcceptorRule.judge(promised, Ballot.NONE)).isEqualTo(AcceptorRule.OLDER);
    }
    assertThat(ran).isEqualTo(81);
  }

  @Test
  void prepareRaisesThePromiseAndNeverTouchesWhatWasAccepted() {
    int ran = 0;
    for (AcceptorState state : states()) {
      for (Ballot ballot : BALLOTS) {
        AcceptorState after = state.prepare(ballot);
        boolean newer = place(ballot) > place(state.promised());
        assertThat(after.promised())
            .as("prepare %s of %s", ballot, state)
            .isEqualTo(newer ? ballot : state.promised());
        assertThat(after.accepted()).isEqualTo(state.accepted());
        ran++;
      }
    }
    assertThat(ran)
        .as("promises and accepted ballots not above them, and nothing accepted, by ballots")
        .isEqualTo(54 * 9);
  }

  @Test
  void acceptTakesWhatIsNotOlderThanThePromise() {
    int ran = 0;
    for (AcceptorState state : states()) {
      for (Ballot ballot : BALLOTS) {
        AcceptorState after = state.accept(ballot, NEW);
        if (place(ballot) < place(state.promised())) {
          assertThat(after).as("accept %s of %s", ballot, state).isEqualTo(state);
        } else {
          assertThat(after.promised()).as("accept %s of %s", ballot, state).isEqualTo(ballot);
          assertThat(after.accepted()).isEqualTo(new AcceptedValue(ballot, NEW));
        }
        ran++;
      }
    }
    assertThat(ran).isEqualTo(54 * 9);
  }

  @Test
  void noStateIsAcceptedAboveItsPromise() {
    int refused = 0;
    for (Ballot promised : BALLOTS) {
      for (Ballot accepted : BALLOTS.subList(place(promised) + 1, BALLOTS.size())) {
        assertThatThrownBy(() -> new AcceptorState(promised, new AcceptedValue(accepted, OLD)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("Invariant 2");
        refused++;
      }
    }
    assertThat(refused).isEqualTo(36);
  }

  private static List<AcceptorState> states() {
    List<AcceptorState> states = new ArrayList<>();
    for (Ballot promised : BALLOTS) {
      List<@Nullable AcceptedValue> accepted = new ArrayList<>();
      accepted.add(null);
      BALLOTS
          .subList(0, place(promised) + 1)
          .forEach(ballot -> accepted.add(new AcceptedValue(ballot, OLD)));
      accepted.forEach(value -> states.add(new AcceptorState(promised, value)));
    }
    return states;
  }
}
