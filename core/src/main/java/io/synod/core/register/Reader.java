package io.synod.core.register;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Quorums;
import io.synod.core.RegisterState;
import io.synod.core.Value;
import io.synod.core.decree.PhaseTwo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One question of what is chosen: gathers what members report after it began.
 *
 * <p>A value is chosen if a quorum reports it under one ballot. If a quorum reports nothing, then
 * nothing was chosen when the question began, because a quorum that had accepted something would
 * share a member with it. Otherwise nobody knows, and a round has to be finished.
 */
final class Reader {

  private final Quorums quorums;
  private final long deadline;
  private final SortedMap<MemberId, RegisterState> reports = new TreeMap<>();
  private final Map<Ballot, PhaseTwo> accepted = new TreeMap<>();

  /** After how many rounds of this member it began to wait for one; negative while it does not. */
  private int since = -1;

  Reader(Quorums quorums, long deadline) {
    this.quorums = quorums;
    this.deadline = deadline;
  }

  long deadline() {
    return deadline;
  }

  /** A member says what it holds; only its first report counts. */
  void reported(MemberId member, RegisterState state) {
    if (reports.putIfAbsent(member, state) == null && state.accepted() != null) {
      accepted
          .computeIfAbsent(state.accepted().ballot(), _ -> new PhaseTwo(quorums))
          .accepted(member, 1);
    }
  }

  boolean hasReported(MemberId member) {
    return reports.containsKey(member);
  }

  /** What was reported, by member. */
  SortedMap<MemberId, RegisterState> reports() {
    return reports;
  }

  /** Whether every member has reported. */
  boolean isComplete() {
    return reports.keySet().containsAll(quorums.members());
  }

  /** The chosen value, or null if the reports do not show one. */
  @Nullable Value chosen() {
    for (RegisterState state : reports.values()) {
      AcceptedValue value = state.accepted();
      if (value != null && (state.chosen() || isChosen(value.ballot()))) {
        return value.value();
      }
    }
    return null;
  }

  private boolean isChosen(Ballot ballot) {
    PhaseTwo phaseTwo = accepted.get(ballot);
    return phaseTwo != null && phaseTwo.chosenUpTo() == 1;
  }

  /** Whether the reports show that nothing was chosen when the question began. */
  boolean showsNothing() {
    List<MemberId> empty = new ArrayList<>();
    reports.forEach((member, state) -> {
      if (state.accepted() == null) {
        empty.add(member);
      }
    });
    return quorums.isQuorum(empty);
  }

  /** Whether the reports of a quorum show neither. */
  boolean isUnfinished() {
    return quorums.isQuorum(reports.keySet());
  }

  /** From now on it waits for a round that begins after so many others. */
  void awaitRoundAfter(int rounds) {
    since = rounds;
  }

  /** Whether it waits for a round already. */
  boolean awaitsRound() {
    return since >= 0;
  }

  /** Whether this round began after it. */
  boolean isAnsweredBy(int round) {
    return since >= 0 && round > since;
  }
}
