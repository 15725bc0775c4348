package io.synod.sim.machine;

import io.synod.core.Bytes;
import io.synod.core.Command;

/**
 * What the commands in a log mean, and how a state machine sums up what it has applied: the checker
 * sums up by itself what must have been applied, and compares.
 */
public interface Language {

  /** The update that a command's payload asks for. */
  Operation decode(Bytes payload);

  /** The sum after a slot has begun. */
  long begin(long sum, long slot);

  /**
   * The sum after a command was applied.
   *
   * @param now what its key holds since
   */
  long add(long sum, Command command, long now);
}
