package io.synod.testing.recipes;

/** Something outside the store that a lock guards: it refuses who has been overtaken. */
public final class Guarded {

  private long newest;
  private String content = "";

  /** Replaces the content, unless a later holder of the lock has been here; whether it did. */
  public synchronized boolean write(long token, String text) {
    if (token < newest) {
      return false;
    }
    newest = token;
    content = text;
    return true;
  }

  /** What was written last. */
  public synchronized String read() {
    return content;
  }
}
