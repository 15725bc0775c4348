package io.synod.store.mvcc;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who reads at which revision at this moment, so that nothing is taken away from under a reader.
 * Safe for use by several threads.
 *
 * <p>A reader who takes very long, because its client does not read, loses its hold: the room of
 * what is compacted has to come back some time.
 */
public final class Holds {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** Keeps what can be read at one revision where it is, until it is closed. */
  public final class Hold implements AutoCloseable {
    private final long revision;
    private final long since = System.nanoTime();
    private volatile boolean lost;

    private Hold(long revision) {
      this.revision = revision;
    }

    /** The revision that is held. */
    public long revision() {
      return revision;
    }

    /**
     * Goes on reading.
     *
     * @throws IllegalStateException if the hold is lost
     */
    public void check() {
      if (lost) {
        throw new IllegalStateException(
            "revision " + revision + " was compacted while an answer was read for too long");
      }
    }

    @Override
    public void close() {
      release(this);
    }
  }

  private final Set<Hold> holds = new LinkedHashSet<>();

  /** Up to where something may have been taken. */
  private long taken = Keys.NEVER_COMPACTED;

  /**
   * Holds a revision.
   *
   * @return null if that is too late
   */
  public synchronized @Nullable Hold hold(long revision) {
    if (revision < taken) {
      return null;
    }
    Hold hold = new Hold(revision);
    holds.add(hold);
    return hold;
  }

  private synchronized void release(Hold hold) {
    holds.remove(hold);
  }

  /**
   * Asks to take what cannot be read at a revision and after it.
   *
   * @return the revision for which that may be done now
   */
  synchronized long take(long wanted) {
    long allowed = wanted;
    if (!holds.isEmpty()) {
      long now = System.nanoTime();
      for (Iterator<Hold> each = holds.iterator(); each.hasNext(); ) {
        Hold hold = each.next();
        if (hold.revision < wanted && now - hold.since > LONGEST_NANOS) {
          hold.lost = true;
          each.remove();
        } else {
          allowed = Math.min(allowed, hold.revision);
        }
      }
    }
    taken = Math.max(taken, allowed);
    return allowed;
  }

  /** Another state has taken the place of what was read, and lacks what is before a revision. */
  public synchronized void replaced(long compacted) {
    taken = compacted;
    for (Iterator<Hold> each = holds.iterator(); each.hasNext(); ) {
      Hold hold = each.next();
      if (hold.revision < compacted) {
        hold.lost = true;
        each.remove();
      }
    }
  }
}
