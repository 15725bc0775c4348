package io.synod.sim.check;

import io.synod.core.Ballot;
import io.synod.core.Quorums;
import io.synod.core.Value;
import io.synod.sim.machine.Language;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has durably accepted what, and so what is chosen, as the disks have it.
 *
 * <p>Agreement: at most one value is chosen in a slot, ever. One proposal per slot and ballot.
 */
final class Ledger {

  /** What was accepted in one slot under one ballot. */
  private static final class Vote {
    final Ballot ballot;
    final Value value;
    int voters;

    Vote(Ballot ballot, Value value) {
      this.ballot = ballot;
      this.value = value;
    }
  }

  private final int quorum;
  private final Language language;

  /** By slot. */
  private final List<List<Vote>> votes = new ArrayList<>();

  /** By slot. */
  private final List<@Nullable Value> chosen = new ArrayList<>();

  private long prefix;

  Ledger(Quorums quorums, Language language) {
    this.quorum = quorums.size();
    this.language = language;
    grow(0);
  }

  private void grow(long slot) {
    while (votes.size() <= slot) {
      votes.add(new ArrayList<>(2));
      chosen.add(null);
    }
  }

  /** A member, numbered from 0, has durably accepted a value. */
  void accepted(int member, long slot, Ballot ballot, Value value) {
    grow(slot);
    Vote vote = vote(slot, ballot);
    if (vote == null) {
      vote = new Vote(ballot, value);
      votes.get((int) slot).add(vote);
    } else if (!vote.value.equals(value)) {
      throw new Finding(
          "one proposal per ballot",
          "Two values were accepted in slot "
              + slot
              + " under ballot "
              + ballot
              + ": "
              + Naming.of(vote.value, language)
              + " and "
              + Naming.of(value, language)
              + ".");
    }
    vote.voters |= 1 << member;
    if (Integer.bitCount(vote.voters) >= quorum) {
      choose(slot, vote);
    }
  }

  private void choose(long slot, Vote vote) {
    Value before = chosen.get((int) slot);
    if (before == null) {
      chosen.set((int) slot, vote.value);
      while (prefix + 1 < chosen.size() && chosen.get((int) prefix + 1) != null) {
        prefix++;
      }
    } else if (!before.equals(vote.value)) {
      throw new Finding(
          "agreement",
          "Two values are chosen in slot "
              + slot
              + ": "
              + Naming.of(before, language)
              + " and, under ballot "
              + vote.ballot
              + ", "
              + Naming.of(vote.value, language)
              + ".");
    }
  }

  private @Nullable Vote vote(long slot, Ballot ballot) {
    for (Vote vote : votes.get((int) slot)) {
      if (vote.ballot.equals(ballot)) {
        return vote;
      }
    }
    return null;
  }

  /** Whether a member has durably accepted something in the slot under the ballot. */
  boolean holds(int member, long slot, Ballot ballot) {
    if (slot >= votes.size()) {
      return false;
    }
    Vote vote = vote(slot, ballot);
    return vote != null && (vote.voters & (1 << member)) != 0;
  }

  /** What is chosen in a slot, or null if nothing is yet. */
  @Nullable Value chosen(long slot) {
    return slot < chosen.size() ? chosen.get((int) slot) : null;
  }

  /** Every slot up to this one is chosen. */
  long prefix() {
    return prefix;
  }
}
