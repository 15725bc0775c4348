package io.synod.node.disk;

import java.io.IOException;

/** The disk, or the quota on it, is full. */
public final class NoSpaceException extends IOException {

  private static final long serialVersionUID = 1;

  /** With a sentence for people. */
  public NoSpaceException(String message) {
    super(message);
  }
}
