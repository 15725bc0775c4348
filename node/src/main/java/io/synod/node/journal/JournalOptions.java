package io.synod.node.journal;

/**
 * The journal's figures.
 *
 * @param segmentBytes the size of a segment file; a segment for a larger batch is as large as that
 *     needs
 * @param batchBytes about the largest batch that is made of several records; a single larger record
 *     is a batch of its own
 * @param floorBytes how much of the disk the journal leaves free for others: no segment is prepared
 *     beyond it
 * @param checkMillis how often the free space is looked at
 */
public record JournalOptions(int segmentBytes, int batchBytes, long floorBytes, int checkMillis) {

  /** The figures of a member that was told nothing else. */
  public static final JournalOptions DEFAULT =
      new JournalOptions(16 << 20, 4 << 20, 16L << 20, 500);

  /** Checks the figures. */
  public JournalOptions {
    if (segmentBytes < Layout.FIRST_BATCH + Layout.ALIGNMENT || batchBytes < 1 || checkMillis < 1) {
      throw new IllegalArgumentException(
          "A segment needs at least " + (Layout.FIRST_BATCH + Layout.ALIGNMENT) + " bytes.");
    }
  }

  /**
   * The disk counts as full once less than this is free: soon enough that nothing beside the
   * journal meets the end first.
   */
  long reserveBytes() {
    return 2L * segmentBytes + floorBytes;
  }
}
