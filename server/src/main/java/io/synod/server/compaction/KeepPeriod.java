package io.synod.server.compaction;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Keeps what happened within a period, as etcd does: the revision is noted ten times in a period,
 * or in an hour if that is shorter, and as often, once the period is over, the oldest one noted is
 * where the history is compacted if that was not done for a period or an hour.
 */
final class KeepPeriod implements Rule {
  private static final long LONGEST_INTERVAL = TimeUnit.HOURS.toMillis(1);
  private static final int NOTES = 10;

  private final Deque<Long> noted = new ArrayDeque<>();
  private final long interval;
  private final long every;
  private final long most;
  private long wait;
  private long last;

  KeepPeriod(long periodMillis, long revision, long nowMillis) {
    this.interval = Math.min(periodMillis, LONGEST_INTERVAL);
    this.every = Math.max(1, interval / NOTES);
    this.most = periodMillis / every + 1;
    this.wait = periodMillis;
    this.last = nowMillis;
    noted.add(revision);
  }

  @Override
  public long everyMillis() {
    return every;
  }

  @Override
  public OptionalLong tick(long revision, long nowMillis) {
    OptionalLong due = OptionalLong.empty();
    if (nowMillis - last >= wait) {
      wait = interval;
      due = OptionalLong.of(noted.getFirst());
    }
    noted.add(revision);
    if (noted.size() > most) {
      noted.removeFirst();
    }
    return due;
  }

  @Override
  public void done(long revision, long nowMillis) {
    last = nowMillis;
  }
}
