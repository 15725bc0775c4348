package io.synod.node.member;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import java.util.Optional;

/**
 * How a member stands, as of one moment not long ago.
 *
 * @param id the member
 * @param ballot the newest ballot that it knows of
 * @param leader the member that leads as far as this one knows
 * @param chosen every slot up to this one is known to be chosen
 * @param applied every slot up to this one is applied and visible to readers
 * @param durable every slot up to this one is durable in the state machine
 * @param journalBytes the size of the journal's files
 * @param logHash a hash over every value from slot 1 to {@code applied}, the same on all members
 *     that applied as much
 * @param noSpace the disk is full: no new commands are taken
 */
public record MemberStatus(
    MemberId id,
    Ballot ballot,
    Optional<MemberId> leader,
    long chosen,
    long applied,
    long durable,
    long journalBytes,
    long logHash,
    boolean noSpace) {}
