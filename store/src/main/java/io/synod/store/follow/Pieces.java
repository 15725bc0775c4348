package io.synod.store.follow;

/**
 * How long what is sent or read at a time may be, in bytes. A single revision may be more.
 *
 * @param enough of one response, and of what is read from the history
 * @param fragment of a response to whoever wants fragments
 */
public record Pieces(int enough, int fragment) {

  /** What is sent and read in production, but for the fragments. */
  public static Pieces withFragments(int fragment) {
    return new Pieces(512 << 10, fragment);
  }
}
