package io.synod.node.apply;

import io.synod.core.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What chosen commands are applied to, in slot order, the same on every member.
 *
 * <p>Unless a method says otherwise it is called from the member's apply thread only, one call at a
 * time. What it does must depend on nothing but the state and the commands: no clock, no
 * randomness, no order of hashes.
 *
 * @param <R> what applying a command answers
 */
public interface DurableMachine<R> extends AutoCloseable {

  /**
   * Opens a state machine.
   *
   * @param <R> what applying a command answers
   */
  @FunctionalInterface
  interface Opener<R> {

    /**
     * Opens the state that lies in a directory, or a new one if the directory is empty. No other
     * process uses it.
     *
     * @param directory exists
     * @throws IOException if it cannot be opened; the message is a sentence for people
     */
    DurableMachine<R> open(Path directory) throws IOException;
  }

  /**
   * The last slot whose effects would survive a crash at this moment, 0 for a new state. After
   * opening, this is where the state stands, and the member applies the slots after it again. May
   * be called from any thread.
   */
  long durableSlot();

  /**
   * Small named notes of the member (its table of sessions) as they were given with the last {@link
   * #commit} whose effects the state holds. They travel with the state into snapshots.
   */
  Map<String, Bytes> notes();

  /** The commands that follow are those of this slot. */
  default void begin(long slot) {}

  /**
   * Applies a command. Its effects need not be visible to readers before {@link #commit}. A command
   * that cannot be done (because it is malformed, or a condition fails) changes nothing and says so
   * in its answer; it does not throw.
   *
   * @param command a command's payload
   * @param wanted whether the answer will be looked at; when false, the answer may be skipped, the
   *     effects may not
   * @return the answer, which may only be given away after the next commit; null only if it is not
   *     wanted
   */
  @org.jspecify.annotations.Nullable
  R apply(Bytes command, boolean wanted);

  /**
   * Ends a run of commands: from now on readers see all of their effects. Effects, slot and notes
   * are one unit: after a crash the state holds either all of this run or nothing of it. Needs not
   * be durable on return.
   *
   * @param slot the last slot that was applied
   * @param notes notes that changed, by name; others stay
   * @throws IOException if the state cannot be written (say, a full disk); the member then stops
   */
  void commit(long slot, Map<String, Bytes> notes) throws IOException;

  /**
   * Does a little of what can wait: half a millisecond's worth, after a commit or when there is
   * nothing to apply. What readers see does not change by it.
   *
   * @return for how many nanoseconds there is nothing more of that to do unless something is
   *     applied; 0 if there is more now, {@link Long#MAX_VALUE} if there is none
   * @throws IOException if it cannot be done now; for want of room, the member tries again later
   */
  default long tidy() throws IOException {
    return Long.MAX_VALUE;
  }

  /**
   * Makes everything committed before the call durable. Called from a thread of its own, while
   * commands are applied.
   *
   * @return a slot whose effects are durable
   */
  long flush() throws IOException;

  /**
   * Writes a snapshot of the committed state into a directory that does not exist yet, complete and
   * durable on return.
   *
   * @param directory where to; its parent exists
   */
  void checkpoint(Path directory) throws IOException;

  /**
   * Replaces the whole state by a snapshot that some member's {@link #checkpoint} wrote. The new
   * state is durable on return; after a crash within the call the state is the old one or the new
   * one. Readers at work see either.
   *
   * @param directory the snapshot; the state machine may move its files away
   * @throws IOException if that fails. If it is for want of room, the state has to be the old one,
   *     and the member goes on with it and fetches a snapshot again; otherwise the member stops
   */
  void restore(Path directory) throws IOException;

  /** Releases everything. No method is called afterwards. */
  @Override
  void close();
}
