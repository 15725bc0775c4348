package io.synod.sim.world;

import io.synod.sim.machine.Operation;

/** One call of a client at one member. */
public final class Request {

  /** Takes the answer of a call; at most one of these, at most once. */
  interface Caller {

    /** The call was answered. */
    void answered(long result);

    /** The call has no effect, now or ever. */
    void refused();

    /** Nobody knows what becomes of the call. */
    void unknown();
  }

  /** What is to be done. */
  public final Operation operation;

  /** What was known to clients when the call began. */
  public final long floor;

  private final Caller caller;
  private boolean over;
  private boolean answered;

  Request(Operation operation, long floor, Caller caller) {
    this.operation = operation;
    this.floor = floor;
    this.caller = caller;
  }

  /** Whether the caller has an answer, or waits no longer. */
  public boolean isOver() {
    return over;
  }

  /** Whether the call was answered. */
  boolean isAnswered() {
    return answered;
  }

  /** The caller waits no longer. */
  void giveUp() {
    over = true;
  }

  /** The call is answered. */
  public void answer(long result) {
    if (!over) {
      over = true;
      answered = true;
      caller.answered(result);
    }
  }

  /** The call has no effect. */
  public void refuse() {
    if (!over) {
      over = true;
      caller.refused();
    }
  }

  /** Nobody knows what becomes of the call. */
  public void lose() {
    if (!over) {
      over = true;
      caller.unknown();
    }
  }
}
