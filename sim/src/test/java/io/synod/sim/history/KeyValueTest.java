package io.synod.sim.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.sim.history.KeyValue.Changed;
import io.synod.sim.history.KeyValue.Command;
import io.synod.sim.history.KeyValue.Delete;
import io.synod.sim.history.KeyValue.Found;
import io.synod.sim.history.KeyValue.Get;
import io.synod.sim.history.KeyValue.Missing;
import io.synod.sim.history.KeyValue.Put;
import io.synod.sim.history.KeyValue.PutIfRevision;
import io.synod.sim.history.KeyValue.PutIfValue;
import io.synod.sim.history.KeyValue.Refused;
import io.synod.sim.history.KeyValue.Result;
import io.synod.sim.history.KeyValue.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every command, on a key that is missing, one of known and one of unknown revision. */
final class KeyValueTest {
  private static final long UNSEEN = KeyValue.UNSEEN;
  private static final State NEW = new KeyValue().initial();
  private static final State DELETED = new State(Optional.empty(), 7, true);
  private static final State EXACT = at("v", 7);
  private static final State OPEN = after("v", 7);

  private static State at(String value, long revision) {
    return new State(Optional.of(value), revision, true);
  }

  private static State after(String value, long revision) {
    return new State(Optional.of(value), revision, false);
  }

  private static List<State> answered(State state, Command command, Result result) {
    return new KeyValue().answered(state, command, result);
  }

  private static List<State> unanswered(State state, Command command) {
    return new KeyValue().unanswered(state, command);
  }

  @Test
  void aGetFindsTheValueAtItsRevision() {
    assertThat(answered(NEW, new Get(), new Missing())).containsExactly(NEW);
    assertThat(answered(NEW, new Get(), new Found("v", UNSEEN))).isEmpty();
    assertThat(answered(DELETED, new Get(), new Missing())).containsExactly(DELETED);
    assertThat(answered(EXACT, new Get(), new Found("v", 7))).containsExactly(EXACT);
    assertThat(answered(EXACT, new Get(), new Found("v", UNSEEN))).containsExactly(EXACT);
    assertThat(answered(EXACT, new Get(), new Found("v", 6))).isEmpty();
    assertThat(answered(EXACT, new Get(), new Found("v", 8))).isEmpty();
    assertThat(answered(EXACT, new Get(), new Found("w", 7))).isEmpty();
    assertThat(answered(EXACT, new Get(), new Missing())).isEmpty();
    assertThat(unanswered(EXACT, new Get())).containsExactly(EXACT);
  }

  @Test
  void aGetSettlesARevisionThatWasOpen() {
    assertThat(answered(OPEN, new Get(), new Found("v", 7))).isEmpty();
    assertThat(answered(OPEN, new Get(), new Found("v", 9))).containsExactly(at("v", 9));
    assertThat(answered(OPEN, new Get(), new Found("v", UNSEEN))).containsExactly(OPEN);
  }

  @Test
  void aPutGetsAGreaterRevision() {
    for (State before : List.of(DELETED, EXACT, OPEN)) {
      assertThat(answered(before, new Put("w"), new Changed(7))).isEmpty();
      assertThat(answered(before, new Put("w"), new Changed(8))).containsExactly(at("w", 8));
      assertThat(answered(before, new Put("w"), new Changed(UNSEEN)))
          .containsExactly(after("w", 7));
      assertThat(unanswered(before, new Put("w"))).containsExactly(after("w", 7));
      assertThat(answered(before, new Put("w"), new Refused())).isEmpty();
    }
  }

  @Test
  void aDeleteNeedsSomethingToDelete() {
    assertThat(answered(NEW, new Delete(), new Missing())).containsExactly(NEW);
    assertThat(answered(NEW, new Delete(), new Changed(9))).isEmpty();
    assertThat(unanswered(NEW, new Delete())).containsExactly(NEW);
    assertThat(answered(EXACT, new Delete(), new Missing())).isEmpty();
    assertThat(answered(EXACT, new Delete(), new Changed(7))).isEmpty();
    assertThat(answered(EXACT, new Delete(), new Changed(9)))
        .containsExactly(new State(Optional.empty(), 9, true));
    assertThat(unanswered(EXACT, new Delete()))
        .containsExactly(new State(Optional.empty(), 7, false));
  }

  @Test
  void aPutIfValueComparesTheValue() {
    Command ifV = new PutIfValue(Optional.of("v"), "w");
    assertThat(answered(EXACT, ifV, new Changed(9))).containsExactly(at("w", 9));
    assertThat(answered(EXACT, ifV, new Refused())).isEmpty();
    assertThat(unanswered(EXACT, ifV)).containsExactly(after("w", 7));
    assertThat(answered(NEW, ifV, new Refused())).containsExactly(NEW);
    assertThat(answered(NEW, ifV, new Changed(9))).isEmpty();
    assertThat(unanswered(NEW, ifV)).containsExactly(NEW);

    Command ifMissing = new PutIfValue(Optional.empty(), "w");
    assertThat(answered(NEW, ifMissing, new Changed(9))).containsExactly(at("w", 9));
    assertThat(answered(EXACT, ifMissing, new Refused())).containsExactly(EXACT);
    assertThat(answered(EXACT, ifMissing, new Changed(9))).isEmpty();
  }

  @Test
  void aPutIfRevisionComparesTheRevision() {
    Command if7 = new PutIfRevision(7, "w");
    assertThat(answered(EXACT, if7, new Changed(9))).containsExactly(at("w", 9));
    assertThat(answered(EXACT, if7, new Changed(7))).isEmpty();
    assertThat(answered(EXACT, if7, new Refused())).isEmpty();
    assertThat(unanswered(EXACT, if7)).containsExactly(after("w", 7));
    assertThat(answered(DELETED, if7, new Refused())).containsExactly(DELETED);
    assertThat(answered(DELETED, if7, new Changed(9))).isEmpty();
    assertThat(unanswered(DELETED, if7)).containsExactly(DELETED);
    assertThat(answered(OPEN, if7, new Changed(9))).isEmpty();

    Command ifMissing = new PutIfRevision(0, "w");
    assertThat(answered(DELETED, ifMissing, new Changed(9))).containsExactly(at("w", 9));
    assertThat(answered(DELETED, ifMissing, new Refused())).isEmpty();
    assertThat(answered(EXACT, ifMissing, new Refused())).containsExactly(EXACT);
    assertThat(answered(OPEN, ifMissing, new Refused())).containsExactly(OPEN);
    assertThat(answered(OPEN, ifMissing, new Changed(9))).isEmpty();
  }

  @Test
  void aPutIfRevisionOfAnOpenRevisionLeavesBothPossible() {
    Command if9 = new PutIfRevision(9, "w");
    assertThat(answered(OPEN, if9, new Changed(12))).containsExactly(at("w", 12));
    assertThat(answered(OPEN, if9, new Changed(9))).isEmpty();
    assertThat(answered(OPEN, if9, new Refused())).containsExactly(OPEN);
    assertThat(unanswered(OPEN, if9)).containsExactlyInAnyOrder(OPEN, after("w", 9));
  }

  @Test
  void anAnswerThatSettlesALostPutIsNotForgotten() {
    Recorder<Command, Result> clients = new Recorder<>();
    clients.answer(clients.invoke(1, "a", "k", new Put("a")), 2, new Changed(5));
    clients.invoke(3, "b", "k", new Put("b"));
    clients.answer(clients.invoke(4, "a", "k", new Get()), 5, new Found("b", 8));
    clients.answer(clients.invoke(6, "a", "k", new PutIfRevision(8, "c")), 7, new Changed(9));
    assertThat(check(clients)).isInstanceOf(Verdict.Linearizable.class);

    clients.answer(clients.invoke(8, "a", "k", new Get()), 9, new Found("b", 8));
    assertThat(check(clients)).isInstanceOf(Verdict.NotLinearizable.class);
  }

  private static Verdict<Command, Result> check(Recorder<Command, Result> clients) {
    return new LinearizabilityChecker<>(new KeyValue(), 100).check(clients.history());
  }
}
