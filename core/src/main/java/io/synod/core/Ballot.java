package io.synod.core;

import org.jspecify.annotations.Nullable;

/**
 * The number of a proposal: totally ordered, and never used twice (seed 000, "Ballot Number"; Paxos
 * Made Simple, 2.2).
 *
 * <p>Invariant 1: a member sends a prepare of a ballot of its own only after it has made its own
 * promise for it durable, and after a restart it begins above every ballot that it promised. (Of a
 * register it may send the prepare before, but nothing to accept.) So no ballot stands for two
 * proposals.
 *
 * @param round 0 or more; 0 only in {@link #NONE}
 * @param member the member that proposes under this ballot
 */
public record Ballot(long round, MemberId member) implements Comparable<Ballot> {

  /** Older than every ballot that a member can use: nothing promised, nothing accepted. */
  public static final Ballot NONE = new Ballot(0, new MemberId(0));

  /** The lowest ballot of {@code owner} that is newer than this one. */
  public Ballot nextFor(MemberId owner) {
    return new Ballot(round + 1, owner);
  }

  /** Whether this ballot is strictly newer than the other. */
  public boolean isNewerThan(Ballot other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Ballot other) {
    int byRound = Long.compare(round, other.round);
    return byRound != 0 ? byRound : member.compareTo(other.member);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Ballot ballot
            && round == ballot.round
            && member.equals(ballot.member));
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(round) + member.hashCode();
  }

  @Override
  public String toString() {
    return round + "." + member;
  }
}
