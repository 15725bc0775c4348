package io.synod.node.member;

import io.synod.core.MemberId;

/**
 * How many messages have passed between this member and another since this one started.
 *
 * @param member the other
 * @param sent to it, whether they arrived or not
 * @param received from it
 */
public record Traffic(MemberId member, long sent, long received) {}
