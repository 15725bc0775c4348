package io.synod.core.decree;

import io.synod.core.MemberId;
import io.synod.core.Quorums;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Phase 2 of one ballot: gathers acknowledgements and says what is chosen, that is, accepted under
 * this one ballot by a quorum.
 *
 * <p>Acknowledgements are cumulative over numbered decrees; a single decree is number 1.
 */
public final class PhaseTwo {

  private final Quorums quorums;
  private final SortedMap<MemberId, Long> accepted = new TreeMap<>();

  /** Begins with no acknowledgement. */
  public PhaseTwo(Quorums quorums) {
    this.quorums = quorums;
  }

  /**
   * The member has accepted, under this ballot and durably, each decree up to this one (or knows it
   * to be chosen).
   */
  public void accepted(MemberId member, long upTo) {
    if (quorums.members().contains(member)) {
      accepted.merge(member, upTo, Math::max);
    }
  }

  /** Every decree up to this one is chosen; 0 if none is. */
  public long chosenUpTo() {
    if (accepted.size() < quorums.size()) {
      return 0;
    }
    long[] sorted = new long[accepted.size()];
    int i = 0;
    for (long upTo : accepted.values()) {
      sorted[i++] = upTo;
    }
    Arrays.sort(sorted);
    return sorted[sorted.length - quorums.size()];
  }
}
