package io.synod.node.member;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import java.util.Optional;

/**
 * A stretch of time in which nothing changed about who leads, as one member saw it.
 *
 * @param since when it began, on the member's clock
 * @param ballot the newest ballot that the member knew of then
 * @param leader who led, as far as it knew
 * @param quorumConnected whether it heard a quorum that heard it
 */
public record Reign(
    long since, Ballot ballot, Optional<MemberId> leader, boolean quorumConnected) {}
