package io.synod.core;

import org.jspecify.annotations.Nullable;

/**
 * One life of a member as a writer: the same member after a restart is a new session.
 *
 * <p>A retried command carries the session and sequence of its first try, and is applied once.
 * Boots of one member only grow, so the first command of a newer boot ends the member's older
 * sessions.
 *
 * @param member the member at which the commands entered the cluster
 * @param boot how often the member had been started, from 1
 */
public record Session(MemberId member, long boot) {

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Session session
            && boot == session.boot
            && member.equals(session.member));
  }

  @Override
  public int hashCode() {
    return 31 * member.hashCode() + Long.hashCode(boot);
  }
}
