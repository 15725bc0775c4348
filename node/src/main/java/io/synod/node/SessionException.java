package io.synod.node;

/**
 * What a future of a proposal fails with when its session does not allow it. The command was not
 * applied now; whether it was before is not known any more.
 */
public final class SessionException extends Exception {

  private static final long serialVersionUID = 1;

  SessionException(String message) {
    super(message);
  }
}
