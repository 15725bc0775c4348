package io.synod.cli;

/** A command cannot do what it was asked: the message is one sentence for the person who asked. */
public final class Failure extends Exception {
  /** Exit status of a command that was understood and did not succeed. */
  public static final int FAILED = 1;

  /** Exit status of a command line that is wrong. */
  public static final int USAGE = 2;

  private static final long serialVersionUID = 1;

  private final int status;

  private Failure(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The command did not succeed. */
  public static Failure failed(String message) {
    return new Failure(FAILED, message);
  }

  /** The command line is wrong. */
  public static Failure usage(String message) {
    return new Failure(USAGE, message);
  }

  /** The exit status that goes with it. */
  public int status() {
    return status;
  }
}
