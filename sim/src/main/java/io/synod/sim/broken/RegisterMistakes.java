package io.synod.sim.broken;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.RegisterRecord;
import io.synod.core.RegisterState;
import io.synod.core.Value;
import io.synod.core.decree.PhaseOne;
import io.synod.core.decree.PhaseTwo;
import io.synod.sim.check.Finding;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The mistakes about registers; see {@link Mistakes}. */
public final class RegisterMistakes {

  private RegisterMistakes() {}

  /** A read takes whatever one member has accepted for chosen. */
  public static boolean trustOne(Object reader, Ballot ballot) {
    return true;
  }

  /** A read takes what a quorum's newest has accepted, although that may be a minority. */
  public static @Nullable Value newestOfSome(Object reader) {
    if (!Boolean.TRUE.equals(Inside.call(reader, "isUnfinished"))) {
      return null;
    }
    AcceptedValue newest = null;
    for (Object report : Map.class.cast(Inside.call(reader, "reports")).values()) {
      AcceptedValue accepted = RegisterState.class.cast(report).accepted();
      if (accepted != null && (newest == null || accepted.ballot().isNewerThan(newest.ballot()))) {
        newest = accepted;
      }
    }
    return newest == null ? null : newest.value();
  }

  /** Acknowledgements are counted by themselves, not by who sent them. */
  public static void countAnswers(PhaseTwo phase, MemberId from, long decree) {
    for (long id = 1; ; id++) {
      MemberId member = new MemberId(id);
      if (!phase.hasAccepted(member)) {
        phase.accepted(member, decree);
        return;
      }
    }
  }

  /** A member that restarts does not read its records about registers. */
  public static RegisterState replayNothing(RegisterState stored, RegisterRecord record) {
    return stored;
  }

  /** A proposer proposes its own wish, whatever was accepted. */
  public static @Nullable Value adoptNothing(PhaseOne phase, long decree) {
    return null;
  }

  /** What should wait for the disk leaves at once. */
  public static void sendAtOnce(Outbox out, MemberId to, Message message) {
    out.send(to, message);
  }

  // Not mistakes of members: what checkers overlook, so that one sees what comes of a mistake.

  /** Nobody is accused. */
  public static void unchecked(boolean holds, String checker, Supplier<String> accusation) {}

  /** Nobody is accused of having spoken too early. */
  public static void uncheckedWords(boolean holds, String checker, Supplier<String> accusation) {
    if (!holds && !checker.equals("disk before word")) {
      throw new Finding("registers: " + checker, accusation.get());
    }
  }
}
