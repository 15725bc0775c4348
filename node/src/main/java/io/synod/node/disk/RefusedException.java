package io.synod.node.disk;

import java.io.IOException;

/**
 * What is on the disk must not be used as it is. The message is a sentence or two for people: what
 * was found, where, and the remedy. Nothing on the disk was changed.
 */
public final class RefusedException extends IOException {

  private static final long serialVersionUID = 1;

  /** With what to tell people. */
  public RefusedException(String message) {
    super(message);
  }
}
