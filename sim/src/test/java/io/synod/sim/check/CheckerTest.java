package io.synod.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.Ballot;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Quorums;
import io.synod.core.Record;
import io.synod.core.Session;
import io.synod.core.Value;
import io.synod.sim.machine.Machine;
import io.synod.sim.machine.Operation;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CheckerTest {

  private static final MemberId ONE = new MemberId(1);
  private static final MemberId TWO = new MemberId(2);
  private static final MemberId THREE = new MemberId(3);
  private static final Ballot OLD = new Ballot(1, ONE);
  private static final Ballot NEW = new Ballot(2, TWO);
  private static final Value A = value(1);
  private static final Value B = value(2);

  private final Checker checker =
      new Checker(Quorums.of(List.of(ONE, TWO, THREE)), 2, Machine.LANGUAGE);

  private static Command command(long sequence) {
    Operation operation = new Operation(Operation.Kind.WRITE, 0, sequence, 0);
    return new Command(new Session(ONE, 1), sequence, 0, operation.encode(0));
  }

  private static Value value(long sequence) {
    return new Value(List.of(command(sequence)));
  }

  private void accepts(MemberId member, Ballot ballot, Value value) {
    checker.durable(member, new Record.Accepted(ballot, 1, List.of(value)));
  }

  private static void accused(String name, ThrowingCallable of) {
    assertThatThrownBy(of)
        .isInstanceOfSatisfying(
            Finding.class, finding -> assertThat(finding.checker()).isEqualTo(name));
  }

  @Test
  void twoValuesChosenInOneSlotAreAccused() {
    accepts(ONE, OLD, A);
    accepts(TWO, OLD, A);
    accepts(TWO, NEW, B);

    accused("agreement", () -> accepts(THREE, NEW, B));
  }

  @Test
  void twoValuesUnderOneBallotAreAccused() {
    accepts(ONE, OLD, A);

    accused("one proposal per ballot", () -> accepts(TWO, OLD, B));
  }

  @Test
  void acceptancesOfDifferentBallotsChooseNothing() {
    checker.proposed(command(1));
    accepts(ONE, OLD, A);
    accepts(TWO, NEW, A);
    accused("durability", () -> checker.chosen(TWO, 1, A));

    accepts(THREE, NEW, A);
    checker.chosen(TWO, 1, A);

    assertThat(checker.chosen()).isEqualTo(1);
  }

  @Test
  void aChosenValueThatNobodyProposedIsAccused() {
    accepts(ONE, OLD, A);
    accepts(TWO, OLD, A);

    accused("validity", () -> checker.chosen(ONE, 1, A));
  }

  @Test
  void aPromiseThatGoesBackIsAccused() {
    checker.durable(ONE, new Record.Promised(NEW));

    accused("promises never go back", () -> accepts(ONE, OLD, A));
    accused("promises never go back", () -> checker.restarted(ONE, OLD));
    checker.restarted(ONE, NEW);
  }

  @Test
  void aMessageThatSaysMoreThanTheDiskIsAccused() {
    Message promise = new Message.Promise(OLD, 1, 0, 1, List.of(), 0);
    Message accepted = new Message.Accepted(OLD, 1, false);
    accused("disk before word", () -> checker.leaves(ONE, promise));

    checker.durable(ONE, new Record.Promised(OLD));
    checker.leaves(ONE, promise);
    accused("disk before word", () -> checker.leaves(ONE, accepted));

    accepts(ONE, OLD, A);
    checker.leaves(ONE, accepted);
    accused("durability", () -> checker.leaves(ONE, new Message.Accept(OLD, 2, List.of(), 1)));
  }

  @Test
  void aStateThatDiffersFromWhatIsChosenIsAccused() {
    accepts(ONE, OLD, A);
    accepts(TWO, OLD, A);
    Machine machine = new Machine(2);
    machine.apply(A, (command, result) -> {});
    checker.applied(ONE, 1, machine.hash());

    Machine other = new Machine(2);
    other.apply(B, (command, result) -> {});

    accused("equal states", () -> checker.applied(TWO, 1, other.hash()));
  }

  @Test
  void anAnswerThatIsNotInWhatIsChosenIsAccused() {
    accepts(ONE, OLD, A);
    accepts(TWO, OLD, A);
    checker.acknowledged(ONE, command(1), 1, 1);

    accused("applied once", () -> checker.acknowledged(ONE, command(2), 1, 1));
    accused("applied once", () -> checker.acknowledged(ONE, command(1), 2, 1));
    accused("applied once", () -> checker.acknowledged(ONE, command(1), 1, 0));
  }

  @Test
  void aReadThatMissesWhatAClientWasToldIsAccused() {
    accepts(ONE, OLD, A);
    accepts(TWO, OLD, A);
    checker.acknowledged(ONE, command(1), 1, 1);

    accused("fresh reads", () -> checker.read(TWO, checker.told(), 0));
    checker.read(TWO, checker.told(), 1);
  }
}
