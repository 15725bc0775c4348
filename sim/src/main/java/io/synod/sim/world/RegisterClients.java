package io.synod.sim.world;

import io.synod.core.Bytes;
import io.synod.core.RegisterEffects.Answer;
import io.synod.sim.chance.Chance;
import io.synod.sim.check.Finding;
import io.synod.sim.history.LinearizabilityChecker;
import io.synod.sim.history.Recorder;
import io.synod.sim.history.Verdict;
import io.synod.sim.history.WriteOnceRegister;
import io.synod.sim.plan.Knob;
import java.util.Optional;

/**
 * Clients that write and read registers through any member, several at once for the same name, and
 * go on to new names. What they see has to be linearizable.
 */
final class RegisterClients {

  private static final long STATES_PER_REGISTER = 20_000;
  private static final int PATIENCE = 6;

  private final World world;
  private final Chance chance;
  private final Recorder<WriteOnceRegister.Command, Optional<String>> recorder = new Recorder<>();

  /**
   * The names in use are the newest ones, as many as the plan says, and now and then an old one.
   */
  private int names;

  private long values;
  private long instant;
  private boolean over;

  RegisterClients(World world, Chance chance) {
    this.world = world;
    this.chance = chance;
    this.names = world.plan.get(Knob.REGISTERS);
  }

  void begin() {
    for (int i = 0; i < 2 * world.plan.get(Knob.REGISTERS); i++) {
      String client = "register client " + (i + 1);
      world.schedule.after(chance.below(20_000), () -> call(client));
    }
    if (names > 0) {
      world.schedule.after(chance.below(200_000), this::moveOn);
    }
  }

  void end() {
    over = true;
  }

  private void moveOn() {
    if (!over) {
      names++;
      world.schedule.after(chance.below(200_000), this::moveOn);
    }
  }

  private String draw() {
    int newest = world.plan.get(Knob.REGISTERS);
    int back = chance.oneIn(5) ? chance.below(names) : chance.below(Math.min(names, newest));
    return "r" + (names - back);
  }

  private void call(String client) {
    if (over) {
      return;
    }
    String name = draw();
    boolean isRead = chance.oneIn(2);
    String text = isRead ? "" : newValue(name);
    int number =
        recorder.invoke(
            ++instant,
            client,
            name,
            isRead ? new WriteOnceRegister.Read() : new WriteOnceRegister.Propose(text));
    RegisterCall call =
        new RegisterCall(
            name,
            isRead ? null : bytes(text),
            1 + chance.below((int) (PATIENCE * world.election / 1_000)),
            answer -> {
              answered(number, text, answer);
              think(client);
            },
            () -> think(client));
    SimMember member = world.anyMember(chance);
    world.schedule.after(chance.below(1_000), () -> member.callRegister(call));
  }

  private String newValue(String name) {
    String text = "v" + ++values;
    world.checker.registers().asked(name, bytes(text));
    return text;
  }

  private void think(String client) {
    world.schedule.after(1L + chance.below(world.plan.get(Knob.THINK) * 1_000), () -> call(client));
  }

  private void answered(int number, String proposed, Answer answer) {
    switch (answer) {
      case Answer.Chosen chosen -> {
        String value = text(chosen.value());
        if (chosen.own() != value.equals(proposed)) {
          throw new Finding("registers: own", "A writer is told wrongly whose value is " + value);
        }
        recorder.answer(number, ++instant, Optional.of(value));
      }
      case Answer.NothingChosen any -> recorder.answer(number, ++instant, Optional.empty());
      case Answer.TimedOut any -> {}
      case Answer.Explained any -> {}
    }
  }

  /** A call that has to be answered with a value when nothing is wrong any more. */
  RegisterCall probe(long patience) {
    String name = draw();
    String text = newValue(name);
    int number = recorder.invoke(++instant, "probe", name, new WriteOnceRegister.Propose(text));
    return new RegisterCall(
        name, bytes(text), patience, answer -> answered(number, text, answer), () -> {});
  }

  private static Bytes bytes(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    return Bytes.wrap(bytes);
  }

  private static String text(Bytes value) {
    StringBuilder text = new StringBuilder();
    for (byte b : value.array()) {
      text.append((char) b);
    }
    return text.toString();
  }

  /**
   * Whether what the clients saw could have come from one copy of each register.
   *
   * @throws Finding if not
   */
  void checkHistory() {
    Verdict<WriteOnceRegister.Command, Optional<String>> verdict =
        new LinearizabilityChecker<>(new WriteOnceRegister(), STATES_PER_REGISTER)
            .check(recorder.history());
    if (verdict instanceof Verdict.NotLinearizable<?, ?> not) {
      throw new Finding("registers: linearizability", not.explanation());
    }
  }
}
