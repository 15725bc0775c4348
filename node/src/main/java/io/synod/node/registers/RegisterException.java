package io.synod.node.registers;

import io.synod.node.Failure;
import io.synod.node.requests.RegisterRequest.Kind;

/** A register was not written or read. The message is a sentence for people. */
public final class RegisterException extends Exception {

  private static final long serialVersionUID = 1;

  private final Failure failure;

  /** Says what failed, and why. */
  public RegisterException(Failure failure, Kind kind, String name) {
    super(sentence(failure, kind == Kind.PROPOSE, name));
    this.failure = failure;
  }

  /** Why. */
  public Failure failure() {
    return failure;
  }

  private static String sentence(Failure failure, boolean isWrite, String name) {
    String register = "Register " + name;
    String fate = isWrite ? " The value may still be chosen; to propose it again is safe." : "";
    return switch (failure) {
      case TIMED_OUT, NO_LEADER, UNKNOWN ->
          register + ": no quorum of the members agreed in time." + fate;
      case TOO_MANY -> register + ": too many requests wait at this member; nothing was done.";
      case NO_SPACE -> register + ": the disk of this member is full; nothing was done.";
      case STOPPED -> register + ": the member is stopping." + fate;
    };
  }
}
