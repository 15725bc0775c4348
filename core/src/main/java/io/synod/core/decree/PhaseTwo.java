package io.synod.core.decree;

import io.synod.core.MemberId;
import io.synod.core.Quorums;
import java.util.ArrayList;
import java.util.List;

/**
 * Phase 2 of one ballot: gathers acknowledgements and says what is chosen, that is, accepted under
 * this one ballot by a quorum.
 *
 * <p>Acknowledgements are cumulative over numbered decrees; a single decree is number 1.
 */
public final class PhaseTwo {

  private final List<MemberId> voters;

  /** For each voter the last decree of its acknowledgement; 0 before the first. */
  private final long[] accepted;

  private final int quorum;

  /** Begins with no acknowledgement. */
  public PhaseTwo(Quorums quorums) {
    this.voters = List.copyOf(quorums.members());
    this.accepted = new long[voters.size()];
    this.quorum = quorums.size();
  }

  /**
   * The member has accepted, under this ballot and durably, each decree up to this one (or knows it
   * to be chosen).
   */
  public void accepted(MemberId member, long upTo) {
    int voter = voters.indexOf(member);
    if (voter >= 0) {
      accepted[voter] = Math.max(accepted[voter], upTo);
    }
  }

  /** Whether the member has accepted anything under this ballot. */
  public boolean hasAccepted(MemberId member) {
    int voter = voters.indexOf(member);
    return voter >= 0 && accepted[voter] > 0;
  }

  /** The members that have accepted each decree up to this one. */
  public List<MemberId> members(long upTo) {
    List<MemberId> members = new ArrayList<>();
    for (int voter = 0; voter < accepted.length; voter++) {
      if (accepted[voter] >= upTo) {
        members.add(voters.get(voter));
      }
    }
    return members;
  }

  /** Every decree up to this one is chosen; 0 if none is. */
  public long chosenUpTo() {
    long upTo = 0;
    for (long candidate : accepted) {
      if (candidate > upTo && isAcceptedByQuorum(candidate)) {
        upTo = candidate;
      }
    }
    return upTo;
  }

  private boolean isAcceptedByQuorum(long decree) {
    int count = 0;
    for (long last : accepted) {
      if (last >= decree) {
        count++;
      }
    }
    return count >= quorum;
  }
}
