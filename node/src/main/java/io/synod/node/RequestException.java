package io.synod.node;

/** What a future of a proposal or a read fails with when there is no answer. */
public final class RequestException extends Exception {

  private static final long serialVersionUID = 1;

  private final Failure failure;

  RequestException(Failure failure) {
    super(sentence(failure));
    this.failure = failure;
  }

  private static String sentence(Failure failure) {
    return switch (failure) {
      case TIMED_OUT -> "There was no answer in time; a command may still take effect.";
      case NO_LEADER ->
          "No quorum of members was to be reached in time; a command may still take effect.";
      case TOO_MANY -> "Too many requests wait at this member; nothing was done.";
      case NO_SPACE -> "The disk of this member is full; nothing was done.";
      case UNKNOWN ->
          "This member got its state from another one meanwhile, and does not know whether the"
              + " command took effect.";
      case STOPPED -> "This member has stopped; a command may still take effect.";
    };
  }

  /** Why there is no answer. */
  public Failure failure() {
    return failure;
  }

  /** Whether a command may have taken effect, or may still do so. */
  public boolean mayHaveTakenEffect() {
    return switch (failure) {
      case TIMED_OUT, NO_LEADER, UNKNOWN, STOPPED -> true;
      case TOO_MANY, NO_SPACE -> false;
    };
  }
}
