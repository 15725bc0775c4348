package io.synod.server.compaction;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Keeps a number of revisions, as etcd does: looked at every five minutes. */
final class KeepRevisions implements Rule {
  private static final long EVERY_MILLIS = TimeUnit.MINUTES.toMillis(5);

  private final long count;
  private long last;

  KeepRevisions(long count) {
    this.count = count;
  }

  @Override
  public long everyMillis() {
    return EVERY_MILLIS;
  }

  @Override
  public OptionalLong tick(long revision, long nowMillis) {
    long due = revision - count;
    return due > last ? OptionalLong.of(due) : OptionalLong.empty();
  }

  @Override
  public void done(long revision, long nowMillis) {
    last = revision;
  }
}
