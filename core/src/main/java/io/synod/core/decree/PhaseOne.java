package io.synod.core.decree;

import io.synod.core.AcceptedValue;
import io.synod.core.MemberId;
import io.synod.core.Quorums;
import io.synod.core.Value;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Phase 1 of one ballot: gathers promises and what they report, for one decree or for many at once.
 *
 * <p>The proposer's rule (Paxos Made Simple, 2.2, P2c): once a quorum has promised, the value
 * reported with the highest ballot must be proposed; where nothing was reported, any value may be.
 */
public final class PhaseOne {

  private final Quorums quorums;
  private final SortedSet<MemberId> promised = new TreeSet<>();
  private final NavigableMap<Long, AcceptedValue> highest = new TreeMap<>();

  /** Begins with no promise. */
  public PhaseOne(Quorums quorums) {
    this.quorums = quorums;
  }

  /**
   * An acceptor that promises reports what it accepted last in a decree. May come before its
   * promise counts: a value reported by more than a quorum is as safe to adopt as one reported by a
   * quorum.
   */
  public void reported(long decree, AcceptedValue accepted) {
    highest.merge(decree, accepted, PhaseOne::adopt);
  }

  /** An acceptor has promised, and all that it accepted is reported. Twice is once. */
  public void promised(MemberId member) {
    promised.add(member);
  }

  /** Whether this member's promise counts already. */
  public boolean hasPromised(MemberId member) {
    return promised.contains(member);
  }

  /** The members whose promises count already. */
  public List<MemberId> members() {
    return List.copyOf(promised);
  }

  /**
   * Whether a quorum has promised: only then does {@link #mustPropose} bind, and may anything be
   * proposed.
   */
  public boolean isComplete() {
    return quorums.isQuorum(promised);
  }

  /** The value that must be proposed in this decree, or null if the proposer is free. */
  public @Nullable Value mustPropose(long decree) {
    AcceptedValue accepted = highest.get(decree);
    return accepted == null ? null : accepted.value();
  }

  /** The last decree in which anything was reported, or {@code otherwise}. */
  public long lastReported(long otherwise) {
    return highest.isEmpty() ? otherwise : highest.lastKey();
  }

  private static AcceptedValue adopt(AcceptedValue one, AcceptedValue other) {
    return other.ballot().isNewerThan(one.ballot()) ? other : one;
  }
}
