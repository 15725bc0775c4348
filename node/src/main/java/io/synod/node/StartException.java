package io.synod.node;

/** A member cannot start. The message is a sentence for people: what is wrong, and the remedy. */
public final class StartException extends Exception {

  private static final long serialVersionUID = 1;

  /** With what to tell people. */
  public StartException(String message) {
    super(message);
  }

  /** With what to tell people, and what caused it. */
  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
