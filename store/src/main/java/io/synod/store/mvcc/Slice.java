package io.synod.store.mvcc;

/**
 * How much of what compaction has made unreachable is removed at a time.
 *
 * @param events about how many are looked at
 * @param bytes about how many bytes of them
 */
public record Slice(int events, int bytes) {

  /** What half a millisecond is enough for. */
  public static final Slice USUAL = new Slice(200, 128 << 10);
}
