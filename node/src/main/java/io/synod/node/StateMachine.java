package io.synod.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What chosen commands are applied to, in slot order, the same at every member: your own code, and
 * your own data, in memory.
 *
 * <p><b>Deterministic.</b> Every member applies the same commands in the same order and has to come
 * to the same state and the same answers. So {@link #apply} looks at nothing but the state and the
 * command: no clock, no random numbers, no files, no iteration over hash maps. If a command needs
 * the time or an id, whoever proposes it puts it in.
 *
 * <p><b>One thread at a time.</b> The member calls all methods, and the queries of {@link
 * Member#read}, one after the other, though perhaps from different threads. No locks are needed,
 * and what is handed out should be a copy.
 *
 * <p><b>Refusals are answers.</b> A command that cannot be done changes nothing and says so in its
 * result. An exception means that the state machine is broken: the member stops, and so will every
 * other, because they all apply the same command.
 */
public interface StateMachine {

  /**
   * Applies a command. Called once for each command that was chosen; after a crash, the commands
   * since the last snapshot on disk are applied again, to the state that the snapshot holds.
   *
   * @param slot the slot of the log that holds the command. Slots only grow, but several commands
   *     that were proposed at the same time may share one
   * @param command what somebody proposed; the array is this state machine's to keep
   * @return what the proposer is told; the state machine must not change the array afterwards
   */
  byte[] apply(long slot, byte[] command);

  /**
   * Writes the whole state. Nothing is applied meanwhile, so a state of many megabytes is best
   * written quickly.
   *
   * @param out buffered; need not be closed
   */
  void snapshot(OutputStream out) throws IOException;

  /**
   * Replaces the whole state by one that {@link #snapshot} wrote, here or at another member, today
   * or in an earlier version of your program.
   *
   * @param in buffered, and at its end where the snapshot ends; need not be closed
   */
  void restore(InputStream in) throws IOException;
}
