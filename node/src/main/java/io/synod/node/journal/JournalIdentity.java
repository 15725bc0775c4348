package io.synod.node.journal;

import io.synod.core.MemberId;

/**
 * Whose journal it is; part of every checksum, so that no other journal's bytes are ever taken for
 * this one's.
 *
 * @param clusterId the cluster
 * @param member the member
 * @param incarnation a random number that was drawn when the data directory was made
 */
public record JournalIdentity(long clusterId, MemberId member, long incarnation) {}
