package io.synod.store;

/**
 * A hash of everything that can be read of the store up to a revision, the same on all members that
 * hold the same.
 *
 * @param hash of the events after the compacted revision and of what lived at it
 * @param revision the newest main revision that it covers
 * @param compacted the compacted revision; -1 if there is none
 */
public record KvHash(int hash, long revision, long compacted) {}
