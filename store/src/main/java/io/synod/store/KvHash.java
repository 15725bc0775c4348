package io.synod.store;

/**
 * A hash of everything that the store holds up to a revision, the same on all members that hold the
 * same.
 *
 * @param hash CRC32C over all events in order
 * @param revision the newest main revision that it covers
 */
public record KvHash(int hash, long revision) {}
