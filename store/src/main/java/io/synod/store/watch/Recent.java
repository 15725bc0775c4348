package io.synod.store.watch;

import io.synod.store.mvcc.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The events committed last, as far as there is room for them, and whoever wants to be told of new
 * ones. One thread commits; any thread reads.
 */
public final class Recent {

  /** About what an event takes beside its key and value. */
  private static final int OVERHEAD = 200;

  private static final int MOST_COMMITS = 4_096;

  private final long room;
  private final ArrayDeque<Events> commits = new ArrayDeque<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long held;

  /** The revision after which everything is in {@link #commits}. */
  private long from;

  private long last;

  /**
   * Nothing has been committed since a revision.
   *
   * @param room how many bytes may be kept
   */
  public Recent(long revision, long room) {
    this.room = room;
    this.from = revision;
    this.last = revision;
  }

  /** Whether anybody listens; if not, commits need not bring their events. */
  public boolean isWanted() {
    return !listeners.isEmpty();
  }

  /**
   * Has a listener called after each commit from now on, on the thread that commits.
   *
   * @return the revision whose events nobody tells it
   */
  public synchronized long listen(Runnable listener) {
    listeners.add(listener);
    return last;
  }

  /** Ends that. */
  public void unlisten(Runnable listener) {
    listeners.remove(listener);
  }

  /**
   * Something is committed, and can be read.
   *
   * @param events all since the last commit; null if they were not kept
   */
  public void committed(@Nullable List<Entry> events, long revision) {
    if (keep(events, revision)) {
      listeners.forEach(Runnable::run);
    }
  }

  private synchronized boolean keep(@Nullable List<Entry> events, long revision) {
    if (revision == last) {
      return false;
    }
    last = revision;
    if (events == null) {
      commits.clear();
      held = 0;
      from = revision;
      return true;
    }
    Events commit = new Events(events, revision);
    commits.add(commit);
    held += weight(commit);
    while (held > room || commits.size() > MOST_COMMITS) {
      Events oldest = commits.remove();
      held -= weight(oldest);
      from = oldest.upTo();
    }
    return true;
  }

  private static long weight(Events commit) {
    long bytes = 0;
    for (Entry entry : commit.entries()) {
      bytes += OVERHEAD + entry.key().size() + Math.max(0, entry.valueSize());
    }
    return bytes;
  }

  /** The last revision that was told. */
  public synchronized long last() {
    return last;
  }

  /** All commits with something after a revision; null if they are not all at hand any more. */
  public synchronized @Nullable List<Events> since(long revision) {
    if (revision < from) {
      return null;
    }
    List<Events> newer = new ArrayList<>();
    Iterator<Events> newestFirst = commits.descendingIterator();
    while (newestFirst.hasNext()) {
      Events commit = newestFirst.next();
      if (commit.upTo() <= revision) {
        break;
      }
      newer.add(commit);
    }
    return newer.reversed();
  }
}
