package io.synod.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.AcceptedValue;
import io.synod.core.Effects;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Record;
import io.synod.core.Samples;
import io.synod.core.Session;
import io.synod.core.Settings;
import io.synod.core.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a member takes from others that know more, for every place where the answer may begin and
 * end.
 */
final class LearnerTest {

  private static final MemberId OTHER = new MemberId(2);

  @Test
  void onlyWhatFollowsWithoutAGapIsLearnedAndNothingTwice() {
    int ran = 0;
    for (int first = 1; first <= 6; first++) {
      for (int count = 0; count <= 5; count++) {
        learn(first, count);
        ran++;
      }
    }
    assertThat(ran).isEqualTo(36);
  }

  @Test
  void theLogIsKeptLongerForAMemberThatIsBehindButNotWithoutEnd() {
    assertThat(trimmedAfter(100, Long.MAX_VALUE)).isEqualTo(90);
    assertThat(trimmedAfter(100, 75)).isEqualTo(75);
    assertThat(trimmedAfter(100, 3)).isEqualTo(60);
  }

  /** How much is forgotten of slots of which ten fit, when everybody has the first few. */
  private static long trimmedAfter(int last, long needed) {
    Outbox out = new Outbox();
    Slots slots = new Slots(0);
    Value value = Samples.value("x");
    Settings settings =
        new Settings(100, 1_000, 4, 1 << 20, 10, 1 << 20, 10, 1 << 20, 10 * value.weight());
    Pending pending = new Pending(new Session(new MemberId(1), 1), settings, out);
    Learner learner = new Learner(settings, slots, out, pending, 0);
    learner.needed(needed);
    for (long slot = 1; slot <= last; slot++) {
      slots.put(slot, new AcceptedValue(Samples.ballot(1, 1), value));
    }
    learner.advance(last);
    return slots.trimmed();
  }

  @Test
  void aQuestionForWhatIsNotChosenYetIsAnsweredOnceItIsAndOnlyOnce() {
    Outbox out = new Outbox();
    Learner learner = learner(out, 1);
    MemberId third = new MemberId(3);
    learner.onLearn(OTHER, new Message.Learn(3));
    learner.onLearn(OTHER, new Message.Learn(2));
    learner.onLearn(third, new Message.Learn(4));
    assertThat(out.take().now()).as("nothing to say yet").isEmpty();
    learner.advance(3);
    assertThat(out.take().now())
        .containsExactly(
            new Effects.Send(
                OTHER, new Message.Learned(2, List.of(Samples.value("2"), Samples.value("3")))));
    learner.advance(4);
    assertThat(out.take().now())
        .containsExactly(
            new Effects.Send(third, new Message.Learned(4, List.of(Samples.value("4")))));
  }

  @Test
  void aQuestionForWhatASnapshotJumpedOverIsAnsweredToo() {
    Outbox out = new Outbox();
    Learner learner = learner(out, 1);
    learner.onLearn(OTHER, new Message.Learn(2));
    learner.onInstalled(9);
    assertThat(out.take().now()).containsExactly(new Effects.Send(OTHER, new Message.Trimmed(9)));
  }

  @Test
  void whoDependsOnARelayAsksForTheNextValueAtOnce() {
    Outbox out = new Outbox();
    Learner learner = learner(out, 1);
    Message.Learned next = new Message.Learned(2, List.of(Samples.value("2")));
    learner.onLearned(OTHER, next, true);
    assertThat(out.take().now()).containsExactly(new Effects.Send(OTHER, new Message.Learn(3)));
    learner.onLearned(OTHER, next, true);
    assertThat(out.take().now()).as("no news, no question").isEmpty();
    learner.onLearned(OTHER, new Message.Learned(3, List.of(Samples.value("3"))), false);
    assertThat(out.take().now()).as("nothing more is known to be chosen").isEmpty();
  }

  /** Slots 1 to 4 are accepted, and those up to a slot are known to be chosen. */
  private static Learner learner(Outbox out, long chosen) {
    return learner(out, new Slots(0), chosen);
  }

  private static Learner learner(Outbox out, Slots slots, long chosen) {
    for (long slot = 1; slot <= 4; slot++) {
      slots.put(slot, new AcceptedValue(Samples.ballot(1, 1), Samples.value("" + slot)));
    }
    Pending pending = new Pending(new Session(new MemberId(1), 1), Settings.DEFAULT, out);
    Learner learner = new Learner(Settings.DEFAULT, slots, out, pending, chosen);
    out.take();
    return learner;
  }

  /** Slots 1 to 3 are known to be chosen, slot 4 is only accepted. */
  private static void learn(int first, int count) {
    Outbox out = new Outbox();
    Slots slots = new Slots(0);
    Learner learner = learner(out, slots, 3);
    List<Value> values =
        List.of("a", "b", "c", "d", "e").subList(0, count).stream().map(Samples::value).toList();
    learner.onLearned(OTHER, new Message.Learned(first, values), false);

    int last = first + count - 1;
    boolean useful = first <= 4 && last >= 4;
    Effects effects = out.take();
    assertThat(learner.chosen()).as("%s from %s", count, first).isEqualTo(useful ? last : 3);
    assertThat(effects.append())
        .isEqualTo(
            useful
                ? List.of(new Record.Learned(4, values.subList(4 - first, count)))
                : List.<Record>of());
    assertThat(effects.chosen()).hasSize(useful ? last - 3 : 0);
    assertThat(slots.get(3).value()).as("chosen before").isEqualTo(Samples.value("3"));
  }
}
