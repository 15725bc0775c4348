package io.synod.store;

import io.synod.store.mvcc.Slice;

/**
 * How much a store keeps at hand and does at a time.
 *
 * @param recentBytes how many bytes of the latest events are kept for those who follow them
 * @param slice how much of what compaction has made unreachable is removed at a time
 */
public record StoreLimits(long recentBytes, Slice slice) {

  private static final long MOST_RECENT = 16 << 20;

  /** Those of a server. */
  public static StoreLimits usual() {
    return new StoreLimits(
        Math.min(MOST_RECENT, Runtime.getRuntime().maxMemory() / 16), Slice.USUAL);
  }
}
