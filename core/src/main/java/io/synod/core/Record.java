package io.synod.core;

import java.util.List;

/**
 * What a member must not forget, in the order in which it came to be. Replaying a member's records
 * from the start, or from any snapshot of its state machine on, gives its acceptor back; a register
 * has to be replayed from what was stored of it durably.
 */
public sealed interface Record {

  /**
   * No ballot older than this one is promised or accepted any more.
   *
   * @param ballot the promise
   */
  record Promised(Ballot ballot) implements Record {}

  /**
   * Values accepted in consecutive slots; implies the promise of the ballot. A later record for a
   * slot replaces an earlier.
   *
   * @param ballot the ballot under which they were accepted
   * @param first the slot of the first value
   * @param values one per slot, at least one
   */
  record Accepted(Ballot ballot, long first, List<Value> values) implements Record {

    /** The slot of the last value. */
    public long last() {
      return first + values.size() - 1;
    }
  }

  /**
   * Values that were learned as chosen, from a member that knew; everything below them is chosen
   * too.
   *
   * @param first the slot of the first value
   * @param values one per slot, at least one
   */
  record Learned(long first, List<Value> values) implements Record {

    /** The slot of the last value. */
    public long last() {
      return first + values.size() - 1;
    }
  }

  /**
   * Every slot up to this one is chosen, with the value that the records before this one give it. A
   * hint: it is written along with other records, never for its own sake.
   *
   * @param slot the last chosen slot without a gap below it
   */
  record Chosen(long slot) implements Record {}

  /**
   * The state machine was replaced by a snapshot that holds the effects of every slot up to this
   * one.
   *
   * @param slot the snapshot's slot
   */
  record Installed(long slot) implements Record {}

  /**
   * About one register, apart from the log.
   *
   * @param name the register
   * @param record what must not be forgotten of it
   */
  record Register(String name, RegisterRecord record) implements Record {}
}
