package io.synod.node.requests;

import io.synod.core.Bytes;
import io.synod.core.RegisterEffects.Answer;
import io.synod.core.RegisterEvent;
import io.synod.node.Failure;
import java.util.function.Consumer;

/**
 * What a client wants of a register.
 *
 * @param kind what
 * @param name the register
 * @param value the value to propose; empty for anything else
 * @param deadline when nobody waits any more, in the member's milliseconds
 * @param reply who waits; exactly one of its two is called, once, on the protocol's thread
 */
public record RegisterRequest(Kind kind, String name, Bytes value, long deadline, Reply reply) {

  /** What can be wanted. */
  public enum Kind {
    /** To have a value chosen. */
    PROPOSE,
    /** To know what is chosen. */
    READ,
    /** To see what every member holds. */
    EXPLAIN
  }

  /**
   * Takes the answer, and must be quick.
   *
   * @param answered called with it
   * @param failed called if there is none
   */
  public record Reply(Consumer<Answer> answered, Consumer<Failure> failed) {}

  /** About how many bytes it takes while it waits. */
  public long weight() {
    return value.length() + 2L * name.length() + 256L;
  }

  /** The request as an event of the protocol, under a number. */
  public RegisterEvent event(long id) {
    return switch (kind) {
      case PROPOSE -> new RegisterEvent.Propose(id, name, value, deadline);
      case READ -> new RegisterEvent.Read(id, name, deadline);
      case EXPLAIN -> new RegisterEvent.Explain(id, name, deadline);
    };
  }
}
