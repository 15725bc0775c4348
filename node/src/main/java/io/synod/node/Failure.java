package io.synod.node;

/** Why a proposal or a read has no answer. */
public enum Failure {
  /** Not chosen in time. The command may still take effect. */
  TIMED_OUT,
  /** No leader was known in all that time. The command may still take effect. */
  NO_LEADER,
  /** Too many commands wait at this member. Nothing was done. */
  TOO_MANY,
  /** The disk of this member is full. Nothing was done. */
  NO_SPACE,
  /** The outcome was replaced by a snapshot: whether the command took effect is unknown. */
  UNKNOWN,
  /** The member is stopping, or has stopped. The command may still take effect. */
  STOPPED
}
