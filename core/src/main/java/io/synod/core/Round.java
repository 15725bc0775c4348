package io.synod.core;

import java.util.List;

/**
 * How far a member has come that proposes, for those who look on.
 *
 * @param ballot its ballot
 * @param accepting whether it is in phase 2; in phase 1 otherwise
 * @param members in phase 1 those that have promised the ballot; in phase 2 those that have
 *     accepted under it all that was proposed
 */
public record Round(Ballot ballot, boolean accepting, List<MemberId> members) {

  /** Keeps a copy. */
  public Round {
    members = List.copyOf(members);
  }
}
