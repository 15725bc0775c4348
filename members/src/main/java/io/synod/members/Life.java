package io.synod.members;

import io.synod.sim.time.Schedule;

/**
 * One life of a member: everything that the member does happens through it, and nothing does any
 * more once it is over.
 */
final class Life {

  private final WholeMember member;
  private final int number;
  private boolean excused;

  Life(WholeMember member, int number) {
    this.member = member;
    this.number = number;
  }

  int number() {
    return number;
  }

  boolean isOver() {
    return member.life() != number || member.isAccused();
  }

  /** Does something in this life after so many true microseconds, unless it stands still then. */
  void after(long micros, Schedule.Action action) {
    member.later(number, micros, action);
  }

  /** The disk has failed, or was full at the start: the member has a reason to stop. */
  void excuse() {
    excused = true;
  }

  boolean isExcused() {
    return excused;
  }
}
