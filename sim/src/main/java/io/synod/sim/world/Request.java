package io.synod.sim.world;

import io.synod.sim.machine.Operation;

/** One call of a client at one member. */
final class Request {

  /** Takes the answer of a call; at most one of these, at most once. */
  interface Caller {

    /** The call was answered. */
    void answered(long result);

    /** The call has no effect, now or ever. */
    void refused();

    /** Nobody knows what becomes of the call. */
    void unknown();
  }

  final Operation operation;

  /** What was known to clients when the call began. */
  final long floor;

  private final Caller caller;
  private boolean over;
  private boolean answered;

  Request(Operation operation, long floor, Caller caller) {
    this.operation = operation;
    this.floor = floor;
    this.caller = caller;
  }

  /** Whether the caller has an answer, or waits no longer. */
  boolean isOver() {
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

  void answer(long result) {
    if (!over) {
      over = true;
      answered = true;
      caller.answered(result);
    }
  }

  void refuse() {
    if (!over) {
      over = true;
      caller.refused();
    }
  }

  void lose() {
    if (!over) {
      over = true;
      caller.unknown();
    }
  }
}
