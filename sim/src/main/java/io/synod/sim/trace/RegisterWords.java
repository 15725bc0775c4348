package io.synod.sim.trace;

import io.synod.core.AcceptedValue;
import io.synod.core.RegisterEvent;
import io.synod.core.RegisterMessage;
import io.synod.core.RegisterRecord;
import org.jspecify.annotations.Nullable;

/** What is said and done about registers, in few words and in few bits. */
public final class RegisterWords {

  private RegisterWords() {}

  /** A message, short enough for a column. */
  public static String of(RegisterMessage message) {
    return switch (message) {
      case RegisterMessage.Prepare m -> "prepare " + m.ballot();
      case RegisterMessage.Promise m -> "promise " + m.ballot() + accepted(m.accepted());
      case RegisterMessage.Reject m -> "reject " + m.ballot() + ", promised " + m.promised();
      case RegisterMessage.Accept m -> "accept " + m.ballot();
      case RegisterMessage.Accepted m -> "accepted " + m.ballot();
      case RegisterMessage.Chosen m -> "chosen " + m.ballot();
      case RegisterMessage.Learned m -> "learned";
      case RegisterMessage.Query m -> "query #" + m.id();
      case RegisterMessage.Report m ->
          "report #"
              + m.id()
              + " promised "
              + m.state().promised()
              + accepted(m.state().accepted())
              + (m.state().chosen() ? ", chosen" : "");
    };
  }

  private static String accepted(@Nullable AcceptedValue accepted) {
    return accepted == null ? "" : ", accepted " + accepted.ballot();
  }

  /** A record, short enough for a column. */
  public static String of(RegisterRecord record) {
    return switch (record) {
      case RegisterRecord.Promised r -> "promised " + r.ballot();
      case RegisterRecord.Accepted r -> "accepted " + r.ballot();
    };
  }

  /** An event, short enough for a column. */
  public static String of(RegisterEvent event) {
    return switch (event) {
      case RegisterEvent.Propose e -> e.name() + ": proposes #" + e.id();
      case RegisterEvent.Read e -> e.name() + ": reads #" + e.id();
      case RegisterEvent.Explain e -> e.name() + ": explains #" + e.id();
      case RegisterEvent.Loaded e -> e.name() + ": is at hand";
    };
  }

  static long figure(RegisterMessage message) {
    return switch (message) {
      case RegisterMessage.Prepare m -> 1 + 37 * m.ballot().round();
      case RegisterMessage.Promise m -> 2 + 37 * m.ballot().round();
      case RegisterMessage.Reject m -> 3 + 37 * m.ballot().round() + 41 * m.promised().round();
      case RegisterMessage.Accept m -> 4 + 37 * m.ballot().round();
      case RegisterMessage.Accepted m -> 5 + 37 * m.ballot().round();
      case RegisterMessage.Chosen m -> 6 + 37 * m.ballot().round();
      case RegisterMessage.Learned m -> 7;
      case RegisterMessage.Query m -> 8 + 37 * m.id();
      case RegisterMessage.Report m -> 9 + 37 * m.id() + 41 * m.state().promised().round();
    };
  }
}
