package io.synod.core.register;

import static io.synod.core.register.SmallWorld.bytes;
import static io.synod.core.register.SmallWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.AcceptedValue;
import io.synod.core.RegisterEffects.Answer;
import io.synod.core.RegisterMessage;
import io.synod.core.RegisterMessage.Accept;
import io.synod.core.RegisterMessage.Accepted;
import io.synod.core.RegisterMessage.Chosen;
import io.synod.core.RegisterMessage.Learned;
import io.synod.core.RegisterMessage.Prepare;
import io.synod.core.RegisterMessage.Promise;
import io.synod.core.RegisterMessage.Query;
import io.synod.core.RegisterMessage.Report;
import io.synod.core.RegisterState;
import io.synod.core.Samples;
import io.synod.core.Value;
import io.synod.core.register.SmallWorld.Node;
import io.synod.core.register.SmallWorld.Sent;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The cases of the seeds, step by step, and what clients are told. */
final class RegistersTest {

  private final SmallWorld world = new SmallWorld(3, 1);
  private final Node one = world.node(1);
  private final Node two = world.node(2);
  private final Node three = world.node(3);

  private static Predicate<Sent> between(Integer... members) {
    List<Integer> group = List.of(members);
    return sent -> group.contains(sent.from()) && group.contains(sent.to());
  }

  private static Predicate<Sent> kind(Class<? extends RegisterMessage> kind) {
    return sent -> kind.isInstance(sent.message());
  }

  private static Answer chosen(long id, String value, boolean own, int rounds) {
    return new Answer.Chosen(id, bytes(value), own, rounds);
  }

  private static String value(Node node) {
    AcceptedValue accepted = node.state().accepted();
    return accepted == null ? "" : text(Pursuit.payload(accepted.value()));
  }

  @Test
  void aValueIsWrittenOnceThroughAnyMemberWithoutALeader() {
    long first = two.propose("X");
    world.settle();
    assertThat(two.answer(first)).isEqualTo(chosen(first, "X", true, 1));
    long second = three.propose("Y");
    long read = one.read();
    world.nodes.forEach(Node::work);
    assertThat(three.answer(second)).as("known here").isEqualTo(chosen(second, "X", false, 0));
    assertThat(one.answer(read)).isEqualTo(chosen(read, "X", false, 0));
    assertThat(world.wire).as("nothing has to be asked").isEmpty();
  }

  @Test
  void aWriteNeedsNoMoreThanAQuorum() {
    long write = one.propose("X");
    world.settle(between(1, 2));
    assertThat(one.answer(write)).isEqualTo(chosen(write, "X", true, 1));
    world.lose(between(1, 2, 3));
    long read = three.read();
    world.settle(between(2, 3));
    assertThat(three.answer(read)).as("one round").isEqualTo(chosen(read, "X", false, 0));
    assertThat(value(three)).as("it knows from now on").isEqualTo("X");
  }

  @Test
  void anAcceptorThatHasPromisedANewerBallotRejectsTheOlderProposal() {
    long x = one.propose("X");
    world.settle(kind(Prepare.class).and(between(1, 2)));
    world.settle(kind(Promise.class));
    world.lose(kind(Prepare.class));
    long y = three.propose("Y");
    world.settle(kind(Prepare.class).and(between(2, 3)));
    world.settle(kind(Promise.class));
    assertThat(two.state().promised().member()).isEqualTo(three.id);
    world.settle(kind(Accept.class).and(between(1, 2)));
    assertThat(two.state().accepted()).as("X came too late").isNull();
    world.settle();
    assertThat(three.answer(y)).isEqualTo(chosen(y, "Y", true, 1));
    assertThat(one.answer(x)).isEqualTo(chosen(x, "Y", false, 1));
  }

  @Test
  void aValueThatIsChosenIsProposedAgainByWhoeverComesLater() {
    one.propose("X");
    world.settle(between(1, 2).and(kind(Chosen.class).negate()));
    world.lose(_ -> true);
    long y = three.propose("Y");
    world.settle(between(2, 3));
    assertThat(three.answer(y)).isEqualTo(chosen(y, "X", false, 1));
    assertThat(three.state().accepted()).isNotNull();
  }

  @Test
  void aValueThatOnlyOneHasAcceptedIsAdoptedByWhoeverSeesIt() {
    one.propose("X");
    world.settle(kind(Accept.class).negate());
    one.crash();
    long y = two.propose("Y");
    world.settle(between(1, 2));
    assertThat(two.answer(y))
        .as("1 had accepted it before it died")
        .isEqualTo(chosen(y, "X", false, 1));
  }

  @Test
  void aValueThatOnlyOneHasAcceptedMayLoseAgainstWhoeverDoesNotSeeIt() {
    one.propose("X");
    world.settle(kind(Accept.class).negate());
    world.lose(_ -> true);
    long y = three.propose("Y");
    world.settle(between(2, 3));
    assertThat(three.answer(y)).isEqualTo(chosen(y, "Y", true, 1));
    assertThat(value(one)).isEqualTo("X");
    world.tick(200);
    world.settle();
    assertThat(value(one)).as("its own round ends with the chosen value").isEqualTo("Y");
  }

  @Test
  void nothingLeavesBeforeTheDiskHasIt() {
    two.stall(true);
    one.propose("X");
    world.settle(between(1, 2));
    assertThat(two.state().promised().member()).isEqualTo(one.id);
    assertThat(world.wire).noneMatch(sent -> sent.from() == 2);
    two.crash();
    assertThat(two.state()).as("it has promised nothing").isEqualTo(RegisterState.INITIAL);
  }

  @Test
  void anOwnPromiseIsDurableBeforeAnythingIsProposed() {
    one.stall(true);
    one.propose("X");
    world.settle();
    assertThat(world.wire).noneMatch(kind(Accept.class));
    assertThat(two.state().accepted()).isNull();
    one.stall(false);
    world.settle();
    assertThat(value(two)).isEqualTo("X");
  }

  @Test
  void noBallotStandsForTwoProposalsAfterARestart() {
    one.propose("X");
    world.settle(kind(Accept.class).negate());
    List<Sent> old = List.copyOf(world.wire);
    one.crash();
    world.wire.clear();
    one.propose("Y");
    assertThat(one.state().promised().round()).isEqualTo(1);
    world.settle(kind(Accept.class).negate());
    assertThat(one.state().promised().round()).isEqualTo(2);
    assertThat(old).anyMatch(kind(Accept.class));
  }

  @Test
  void aReadOfAnEmptyRegisterSaysThatNothingIsChosen() {
    long read = two.read();
    world.settle(between(2, 3));
    assertThat(two.answer(read)).isEqualTo(new Answer.NothingChosen(read));
  }

  @Test
  void aReaderFinishesTheRoundOfAWriterThatDied() {
    one.propose("X");
    world.settle(kind(Accept.class).negate());
    world.settle(kind(Accept.class).and(between(1, 2)));
    world.lose(_ -> true);
    long read = three.read();
    world.settle(between(2, 3));
    assertThat(three.answer(read)).as("2 has accepted, 3 has not").isNull();
    for (int i = 0; i < 5; i++) {
      world.tick(5);
      world.settle(between(2, 3));
    }
    assertThat(three.answer(read)).isEqualTo(chosen(read, "X", false, 1));
  }

  @Test
  void aReaderDoesNotTrustTheNewestOfAMinority() {
    one.propose("X");
    world.settle(kind(Accept.class).negate());
    world.lose(_ -> true);
    three.propose("Y");
    world.settle(kind(Accept.class).negate().and(between(2, 3)));
    world.lose(_ -> true);
    assertThat(List.of(value(one), value(two), value(three))).containsExactly("X", "", "Y");
    long read = two.read();
    world.settle();
    assertThat(two.answer(read)).as("nothing is chosen yet, and X or Y may be").isNull();
    for (int i = 0; i < 5; i++) {
      world.tick(5);
      world.settle();
    }
    assertThat(two.answer(read)).isEqualTo(chosen(read, value(two), false, 1));
    assertThat(List.of(value(one), value(three))).containsOnly(value(two));
  }

  @Test
  void aWriteWithoutAQuorumSaysThatItTimedOutAndMayBeAskedAgain() {
    long write = one.propose("X");
    long read = one.read();
    world.settle(between(1));
    world.lose(_ -> true);
    world.tick(10_001);
    assertThat(one.answers)
        .isEqualTo(Map.of(write, new Answer.TimedOut(write), read, new Answer.TimedOut(read)));
    world.lose(_ -> true);
    long again = one.propose("X");
    world.settle();
    assertThat(one.answer(again)).isEqualTo(chosen(again, "X", true, 1));
  }

  @Test
  void whatIsLostIsSaidAgain() {
    long write = one.propose("X");
    world.lose(_ -> true);
    world.tick(100);
    world.settle(kind(Accept.class).negate());
    world.lose(_ -> true);
    world.tick(100);
    world.settle();
    assertThat(one.answer(write)).isEqualTo(chosen(write, "X", true, 1));
  }

  @Test
  void everybodyWhoWaitsAtAMemberLearnsWhatIsChosen() {
    long x = one.propose("X");
    long y = one.propose("Y");
    long read = one.read();
    world.settle(kind(Query.class).or(kind(Report.class)).negate());
    assertThat(one.answer(x)).isEqualTo(chosen(x, "X", true, 1));
    assertThat(one.answer(y)).isEqualTo(chosen(y, "X", false, 1));
    assertThat(one.answer(read)).isEqualTo(chosen(read, "X", false, 1));
  }

  @Test
  void explainShowsWhatEachMemberHolds() {
    one.propose("X");
    world.settle(between(1, 2));
    world.lose(_ -> true);
    long id = three.explain();
    world.settle();
    assertThat(three.answer(id))
        .isEqualTo(
            new Answer.Explained(
                id,
                Map.of(one.id, one.state(), two.id, two.state(), three.id, RegisterState.INITIAL)));
    long other = three.explain();
    world.settle(between(2, 3));
    world.tick(10_001);
    assertThat(three.answer(other))
        .as("whoever has not answered in time is left out")
        .isEqualTo(
            new Answer.Explained(
                other, Map.of(two.id, two.state(), three.id, RegisterState.INITIAL)));
  }

  @Test
  void aMemberStopsRatherThanChangeWhatIsChosen() {
    one.propose("X");
    world.settle();
    Value other = Samples.value("Y");
    assertThatThrownBy(
            () -> {
              two.hear(3, new Learned(other));
              two.work();
            })
        .hasMessageContaining("Invariant 9");
  }

  @Test
  void aMemberStopsRatherThanAcceptTwoValuesUnderOneBallot() {
    two.hear(3, new Accept(Samples.ballot(7, 3), Samples.value("X")));
    world.settle(_ -> false);
    assertThatThrownBy(
            () -> {
              two.hear(3, new Accept(Samples.ballot(7, 3), Samples.value("Y")));
              two.work();
            })
        .hasMessageContaining("Invariant 10");
    assertThat(world.wire)
        .as("only the first is acknowledged")
        .filteredOn(kind(Accepted.class))
        .hasSize(1);
  }
}
