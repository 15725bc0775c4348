package io.synod.core.log;

import io.synod.core.MemberId;

/** How far one member has followed the leader's log, as the leader knows. */
final class Progress {

  private final MemberId member;

  /** Everything up to this slot was acknowledged. */
  private long acknowledged;

  /**
   * Everything up to this slot was sent, and may arrive. Invariant 5: {@code acknowledged <= sent}.
   */
  private long sent;

  /** The member was told that everything up to this slot is chosen. */
  private long toldChosen;

  private long toldTrimmedAt = Long.MIN_VALUE / 2;
  private long heardAt = Long.MIN_VALUE;
  private long rewoundTo = -1;
  private long rewoundAt;

  Progress(MemberId member, long sent) {
    this.member = member;
    this.acknowledged = sent;
    this.sent = sent;
  }

  MemberId member() {
    return member;
  }

  long acknowledged() {
    return acknowledged;
  }

  /** The member answered. */
  void becomeHeard(long now) {
    heardAt = now;
  }

  boolean wasHeardSince(long time) {
    return heardAt >= time;
  }

  long sent() {
    return sent;
  }

  long toldChosen() {
    return toldChosen;
  }

  void becomeSent(long upTo, long chosen) {
    sent = Math.max(sent, upTo);
    toldChosen = Math.max(toldChosen, chosen);
  }

  void becomeAcknowledged(long upTo) {
    acknowledged = Math.max(acknowledged, upTo);
    sent = Math.max(sent, acknowledged);
  }

  /**
   * What was sent beyond this slot is lost: it is sent again. Each of the accepts behind a lost one
   * reports the same gap, so a gap that was acted on is left alone for an interval.
   */
  void becomeRewound(long upTo, long now, long interval) {
    if (upTo == rewoundTo && now - rewoundAt < interval) {
      return;
    }
    rewoundTo = upTo;
    rewoundAt = now;
    acknowledged = upTo;
    sent = upTo;
  }

  /** Whether it is time to tell the member that it needs a snapshot; if so, it counts as told. */
  boolean becomeToldTrimmed(long now, long interval) {
    if (now - toldTrimmedAt < interval) {
      return false;
    }
    toldTrimmedAt = now;
    return true;
  }
}
