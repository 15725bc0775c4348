package io.synod.sim.transcript;

import io.synod.core.AcceptedValue;
import io.synod.core.Bytes;
import io.synod.core.RegisterEffects.Answer;
import io.synod.core.RegisterMessage;
import io.synod.core.RegisterRecord;
import io.synod.core.RegisterState;
import io.synod.core.Value;
import io.synod.sim.machine.Letters;
import io.synod.sim.world.RegisterCall;
import org.jspecify.annotations.Nullable;

/** How a transcript speaks of registers. */
final class RegisterPhrases {

  private RegisterPhrases() {}

  /** A name as the value of a register. */
  static Bytes value(String name) {
    byte[] bytes = new byte[name.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) name.charAt(i);
    }
    return Bytes.wrap(bytes);
  }

  static String name(Value value) {
    return Letters.of(value.commands().getFirst().payload());
  }

  private static String accepted(@Nullable AcceptedValue accepted) {
    return accepted == null ? "nothing" : name(accepted.value()) + "@" + accepted.ballot();
  }

  static String message(RegisterMessage message) {
    return switch (message) {
      case RegisterMessage.Prepare m -> "prepare " + m.ballot();
      case RegisterMessage.Promise m ->
          "promise " + m.ballot() + ", has accepted " + accepted(m.accepted());
      case RegisterMessage.Reject m -> "reject " + m.ballot() + ", promised " + m.promised();
      case RegisterMessage.Accept m -> "accept " + name(m.value()) + "@" + m.ballot();
      case RegisterMessage.Accepted m -> "accepted " + m.ballot();
      case RegisterMessage.Chosen m -> "chosen " + m.ballot();
      case RegisterMessage.Learned m -> "learned " + name(m.value());
      case RegisterMessage.Query any -> "query";
      case RegisterMessage.Report m -> "report: " + state(m.state());
    };
  }

  static String record(RegisterRecord record) {
    return switch (record) {
      case RegisterRecord.Promised r -> "promised " + r.ballot();
      case RegisterRecord.Accepted r -> "accepted " + name(r.value()) + "@" + r.ballot();
    };
  }

  /** What a member holds. */
  static String state(RegisterState state) {
    Value chosen = state.chosenValue();
    return chosen == null
        ? "promised " + state.promised() + ", has accepted " + accepted(state.accepted())
        : "knows that " + name(chosen) + " is chosen";
  }

  /** What a client is told. */
  static String answer(RegisterCall call, Answer answer) {
    Bytes wish = call.value;
    String asked = wish == null ? "the read" : Letters.of(wish);
    return "answers "
        + asked
        + " for "
        + call.name
        + ": "
        + switch (answer) {
          case Answer.Chosen a ->
              Letters.of(a.value())
                  + " is chosen"
                  + (wish == null ? "" : a.own() ? ", its own" : ", another's");
          case Answer.NothingChosen any -> "nothing was chosen";
          case Answer.TimedOut any -> "not in time";
          case Answer.Explained any -> "explained";
        };
  }
}
