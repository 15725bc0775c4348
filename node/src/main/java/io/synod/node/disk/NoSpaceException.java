package io.synod.node.disk;

import java.io.IOException;
import java.util.Locale;

/** The disk, or the quota on it, is full. */
public final class NoSpaceException extends IOException {

  private static final long serialVersionUID = 1;

  /** With a sentence for people. */
  public NoSpaceException(String message) {
    super(message);
  }

  /**
   * Whether an exception of whatever wrote means that the disk is full, so that waiting may help.
   */
  public static boolean isReasonOf(IOException e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return e instanceof NoSpaceException
        || text.contains("no space left")
        || text.contains("quota exceeded");
  }
}
