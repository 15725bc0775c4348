package io.synod.core;

/**
 * The figures by which a member's protocol runs.
 *
 * @param heartbeatMillis how often members tell each other that they live; at least 1
 * @param electionMillis how long a leader may be silent before another member takes over; at least
 *     three heartbeats
 * @param windowSlots how many slots a leader may have in flight; few, because what waits for a
 *     place forms a larger batch
 * @param windowBytes how many bytes of values a leader may have in flight
 * @param batchCommands the largest number of commands in a slot
 * @param batchBytes about the largest number of bytes in a slot, and in a message
 * @param pendingCommands how many commands of this member's clients may wait
 * @param pendingBytes how many bytes of them may wait
 * @param logBytes how many bytes of chosen values the log keeps for members that are behind; four
 *     times as many while one that is alive catches up
 */
public record Settings(
    int heartbeatMillis,
    int electionMillis,
    int windowSlots,
    long windowBytes,
    int batchCommands,
    long batchBytes,
    int pendingCommands,
    long pendingBytes,
    long logBytes) {

  /** The settings of a member that was told nothing else. */
  public static final Settings DEFAULT =
      new Settings(100, 1_000, 4, 16L << 20, 1_024, 1L << 20, 20_000, 64L << 20, 16L << 20);

  /** Checks the figures that could stop the protocol. */
  public Settings {
    if (heartbeatMillis < 1 || electionMillis < 3 * heartbeatMillis) {
      throw new IllegalArgumentException(
          "The election timeout must be at least three heartbeat intervals, and an interval at"
              + " least 1 ms.");
    }
    if (windowSlots < 1 || batchCommands < 1 || pendingCommands < 1) {
      throw new IllegalArgumentException("Every limit must be at least 1.");
    }
  }
}
