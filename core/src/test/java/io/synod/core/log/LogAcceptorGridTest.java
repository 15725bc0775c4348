package io.synod.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Effects;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Record;
import io.synod.core.Samples;
import io.synod.core.Session;
import io.synod.core.Settings;
import io.synod.core.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the log's acceptor writes and says, and what waits for what, for every order of ballots and
 * slots.
 */
final class LogAcceptorGridTest {

  private static final MemberId PROPOSER = new MemberId(2);
  private static final List<Ballot> BALLOTS =
      List.of(
          Samples.ballot(1, 1),
          Samples.ballot(1, 2),
          Samples.ballot(1, 3),
          Samples.ballot(2, 1),
          Samples.ballot(2, 2),
          Samples.ballot(3, 1));
  private static final Value FIRST = Samples.value("first");
  private static final Value SECOND = Samples.value("second");

  /**
   * An acceptor that knows slot 1 to be chosen and has accepted slot 2; some records were written
   * before.
   */
  private static final class Fixture {
    final Outbox out = new Outbox();
    final Slots slots = new Slots(0);
    final LogAcceptor acceptor;

    Fixture(Ballot promised, Ballot accepted, int written) {
      slots.put(1, new AcceptedValue(accepted, FIRST));
      slots.put(2, new AcceptedValue(accepted, SECOND));
      Pending pending = new Pending(new Session(new MemberId(1), 1), Settings.DEFAULT, out);
      Learner learner = new Learner(Settings.DEFAULT, slots, out, pending, 1);
      acceptor = new LogAcceptor(Settings.DEFAULT, slots, learner, out, promised);
      for (int i = 0; i < written; i++) {
        out.append(new Record.Promised(promised));
      }
      out.take();
    }
  }

  @Test
  void aPromiseWaitsForItsRecordAndARejectForNothing() {
    int ran = 0;
    for (int promised = 0; promised < BALLOTS.size(); promised++) {
      for (int accepted = 0; accepted <= promised; accepted++) {
        for (int asked = 0; asked < BALLOTS.size(); asked++) {
          for (int written = 0; written < 2; written++) {
            prepare(promised, accepted, asked, written);
            ran++;
          }
        }
      }
    }
    assertThat(ran).isEqualTo(21 * 6 * 2);
  }

  private static void prepare(int promised, int accepted, int asked, int written) {
    Fixture fixture = new Fixture(BALLOTS.get(promised), BALLOTS.get(accepted), written);
    Ballot ballot = BALLOTS.get(asked);
    fixture.acceptor.onPrepare(PROPOSER, new Message.Prepare(ballot, 2));
    Effects effects = fixture.out.take();

    Message.Slotted held = new Message.Slotted(2, new AcceptedValue(BALLOTS.get(accepted), SECOND));
    Message.Promise promise = new Message.Promise(ballot, 2, 0, 1, List.of(held), 0);
    if (asked < promised) {
      assertThat(effects.append()).isEmpty();
      assertThat(effects.now())
          .containsExactly(
              new Effects.Send(PROPOSER, new Message.Reject(ballot, BALLOTS.get(promised))));
      assertThat(effects.onceDurable()).isEmpty();
      assertThat(fixture.acceptor.promised()).isEqualTo(BALLOTS.get(promised));
      return;
    }
    List<Record> records = asked == promised ? List.of() : List.of(new Record.Promised(ballot));
    assertThat(effects.append()).isEqualTo(records);
    assertThat(effects.now()).isEmpty();
    assertThat(effects.onceDurable())
        .containsExactly(new Effects.SendOnceDurable(written + records.size(), PROPOSER, promise));
    assertThat(fixture.acceptor.promised()).isEqualTo(ballot);
  }

  @Test
  void anAcceptedWaitsForItsRecordsAndAnythingBeyondAGapIsRefused() {
    int ran = 0;
    for (int promised = 0; promised < BALLOTS.size(); promised++) {
      for (int accepted = 0; accepted <= promised; accepted++) {
        for (int asked = 0; asked < BALLOTS.size(); asked++) {
          for (int first = 1; first <= 4; first++) {
            for (int count = 0; count <= 3; count++) {
              accept(promised, accepted, asked, first, count);
              ran++;
            }
          }
        }
      }
    }
    assertThat(ran).isEqualTo(21 * 6 * 4 * 4);
  }

  private static void accept(int promised, int accepted, int asked, int first, int count) {
    Fixture fixture = new Fixture(BALLOTS.get(promised), BALLOTS.get(accepted), 3);
    Ballot ballot = BALLOTS.get(asked);
    List<Value> values = new ArrayList<>();
    for (int slot = first; slot < first + count; slot++) {
      values.add(slot == 1 ? FIRST : Samples.value("new " + slot));
    }
    fixture.acceptor.onAccept(PROPOSER, new Message.Accept(ballot, first, values, 0));
    Effects effects = fixture.out.take();
    String name = ballot + " after " + BALLOTS.get(promised) + ", " + count + " from " + first;

    if (asked < promised) {
      assertThat(effects.append()).as(name).isEmpty();
      assertThat(effects.now())
          .containsExactly(
              new Effects.Send(PROPOSER, new Message.Reject(ballot, BALLOTS.get(promised))));
      assertThat(effects.onceDurable()).isEmpty();
      assertThat(fixture.slots.get(2)).isEqualTo(new AcceptedValue(BALLOTS.get(accepted), SECOND));
      return;
    }
    // Slot 1 is known to be chosen, so what is new begins at slot 2, and what begins later leaves a
    // gap.
    boolean gap = first > 2;
    int last = gap ? 1 : Math.max(1, first + count - 1);
    List<Record> records = new ArrayList<>();
    if (asked > promised) {
      records.add(new Record.Promised(ballot));
    }
    if (last > 1) {
      records.add(new Record.Accepted(ballot, 2, values.subList(2 - first, count)));
    }
    assertThat(effects.append()).as(name).isEqualTo(records);
    assertThat(effects.now()).as(name).isEmpty();
    assertThat(effects.onceDurable())
        .as(name)
        .containsExactly(
            new Effects.SendOnceDurable(
                3 + records.size(), PROPOSER, new Message.Accepted(ballot, last, gap)));
    assertThat(fixture.slots.get(1))
        .as("what is chosen is left alone")
        .isEqualTo(new AcceptedValue(BALLOTS.get(accepted), FIRST));
    for (int slot = 2; slot <= last; slot++) {
      assertThat(fixture.slots.get(slot))
          .as(name)
          .isEqualTo(new AcceptedValue(ballot, values.get(slot - first)));
    }
    assertThat(fixture.acceptor.promised()).isEqualTo(ballot);
  }

  @Test
  void aLeaderIsConfirmedUnlessANewerBallotWasPromised() {
    int ran = 0;
    for (int promised = 0; promised < BALLOTS.size(); promised++) {
      for (int asked = 0; asked < BALLOTS.size(); asked++) {
        Fixture fixture = new Fixture(BALLOTS.get(promised), BALLOTS.get(0), 0);
        Ballot ballot = BALLOTS.get(asked);
        fixture.acceptor.onConfirm(PROPOSER, new Message.Confirm(ballot, 5));
        Message answer =
            asked < promised
                ? new Message.Reject(ballot, BALLOTS.get(promised))
                : new Message.Confirmed(ballot, 5);
        assertThat(fixture.out.take().now()).containsExactly(new Effects.Send(PROPOSER, answer));
        ran++;
      }
    }
    assertThat(ran).isEqualTo(36);
  }

  @Test
  void acceptsOfOneBallotAreAcknowledgedTogetherHoweverTheyCome() {
    Fixture fixture = new Fixture(BALLOTS.get(0), BALLOTS.get(0), 0);
    Ballot ballot = BALLOTS.get(3);
    List<Value> values = List.of(Samples.value("a"), Samples.value("b"), Samples.value("c"));
    fixture.acceptor.onAccept(PROPOSER, new Message.Accept(ballot, 2, values, 0));
    fixture.out.take();
    // The same again, an overlap, and an empty one: nothing new but the overlap's last value is
    // written.
    fixture.acceptor.onAccept(PROPOSER, new Message.Accept(ballot, 2, values, 0));
    assertThat(fixture.out.take().append()).isEmpty();
    fixture.acceptor.onAccept(
        PROPOSER, new Message.Accept(ballot, 4, List.of(values.get(2), FIRST), 3));
    Effects effects = fixture.out.take();
    assertThat(effects.chosen())
        .containsExactly(
            new Effects.Chosen(2, values.get(0)), new Effects.Chosen(3, values.get(1)));
    assertThat(effects.append()).containsExactly(new Record.Accepted(ballot, 5, List.of(FIRST)));
    fixture.acceptor.onAccept(PROPOSER, new Message.Accept(ballot, 6, List.of(), 9));
    effects = fixture.out.take();
    assertThat(effects.chosen())
        .containsExactly(new Effects.Chosen(4, values.get(2)), new Effects.Chosen(5, FIRST));
    assertThat(effects.onceDurable())
        .containsExactly(
            new Effects.SendOnceDurable(3, PROPOSER, new Message.Accepted(ballot, 5, false)));
  }
}
