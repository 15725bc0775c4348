package io.synod.server.compaction;

import java.util.OptionalLong;

/** Says when to compact, and up to which revision. Belongs to one thread. */
public sealed interface Rule permits KeepPeriod, KeepRevisions {

  /** A rule that begins now. */
  static Rule of(Retention.Revisions retention) {
    return new KeepRevisions(retention.count());
  }

  /** A rule that begins now. */
  static Rule of(Retention.Period retention, long revision, long nowMillis) {
    return new KeepPeriod(retention.period().toMillis(), revision, nowMillis);
  }

  /** How often {@link #tick} has to be called. */
  long everyMillis();

  /**
   * Looks at the revision.
   *
   * @return the revision to compact up to, if it is time for that
   */
  OptionalLong tick(long revision, long nowMillis);

  /** The history is compacted up to a revision that was answered. */
  void done(long revision, long nowMillis);
}
