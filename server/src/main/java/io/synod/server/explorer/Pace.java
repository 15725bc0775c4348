package io.synod.server.explorer;

import io.synod.core.MemberId;
import java.util.Map;

/**
 * How fast things went of late, each per second.
 *
 * @param slots slots chosen, as far as the member knows
 * @param revisions writes that the member has applied, wherever clients made them
 * @param writes what clients wrote through the member
 * @param reads what they read through it
 * @param links messages between the member and each of the others
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Pace(double slots, double revisions, Calls writes, Calls reads, Map<MemberId, Link> links) {

  /**
   * Calls that succeeded.
   *
   * @param rate how many
   * @param micros within how many microseconds half of them, and 99 of a hundred, were done; empty
   *     if there were none
   */
  record Calls(double rate, long[] micros) {}

  /** Messages to a member, and from it. */
  record Link(double sent, double received) {}
}
