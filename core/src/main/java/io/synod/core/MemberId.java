package io.synod.core;

import org.jspecify.annotations.Nullable;

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

  // What a record gets by itself, but written out: compared at every step, it is several times
  // faster than what the JVM puts together at run time. So in Ballot and Session.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MemberId id && value == id.value;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value);
  }

  /** The id in hexadecimal, as etcd's tools print it. */
  @Override
  public String toString() {
    return Long.toHexString(value);
  }
}
