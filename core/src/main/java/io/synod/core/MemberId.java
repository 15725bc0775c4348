package io.synod.core;

/**
 * Names one member of the cluster for as long as its data directory lives.
 *
 * <p>Ids are ordered as unsigned numbers; the order breaks ties between ballots of one round and
 * means nothing else.
 *
 * @param value any 64 bits
 */
public record MemberId(long value) implements Comparable<MemberId> {

  @Override
  public int compareTo(MemberId other) {
    return Long.compareUnsigned(value, other.value);
  }

  /** The id in hexadecimal, as etcd's tools print it. */
  @Override
  public String toString() {
    return Long.toHexString(value);
  }
}
