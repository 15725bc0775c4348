package io.synod.core;

/** What an acceptor must not forget of one register. */
public sealed interface RegisterRecord {

  /**
   * No ballot older than this one is promised or accepted any more.
   *
   * @param ballot the promise
   */
  record Promised(Ballot ballot) implements RegisterRecord {}

  /**
   * A value was accepted; implies the promise of the ballot.
   *
   * @param ballot the ballot under which it was accepted
   * @param value the value
   */
  record Accepted(Ballot ballot, Value value) implements RegisterRecord {}
}
