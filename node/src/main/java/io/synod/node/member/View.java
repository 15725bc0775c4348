package io.synod.node.member;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.replica.Replica;
import java.util.Optional;

/**
 * The protocol as it stood after a turn.
 *
 * @param ballot the newest ballot that the member knows of
 * @param leader who leads, as far as it knows
 * @param leading whether it leads itself
 * @param chosen every slot up to this one is known to be chosen
 * @param known the highest slot that is known to be chosen
 * @param trimmed its log has forgotten the slots up to this one
 */
record View(
    Ballot ballot,
    Optional<MemberId> leader,
    boolean leading,
    long chosen,
    long known,
    long trimmed) {

  static View of(Replica replica) {
    return new View(
        replica.ballot(),
        replica.leader(),
        replica.leading(),
        replica.chosen(),
        replica.announced(),
        replica.slots().trimmed());
  }

  /** Whether nothing has changed since. */
  boolean shows(Replica replica) {
    return chosen == replica.chosen()
        && known == replica.announced()
        && trimmed == replica.slots().trimmed()
        && leading == replica.leading()
        && ballot.equals(replica.ballot())
        && leader.equals(replica.leader());
  }
}
