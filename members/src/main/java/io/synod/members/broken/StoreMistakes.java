package io.synod.members.broken;

import io.synod.core.Ballot;
import io.synod.sim.broken.Inside;
import io.synod.store.EtcdStore;
import io.synod.store.follow.Feed;
import io.synod.store.lease.LeaseTime;
import io.synod.store.mvcc.Entry;
import io.synod.store.mvcc.Holds;
import io.synod.store.mvcc.Keys;
import io.synod.store.mvcc.Run;
import io.synod.store.watch.Events;
import io.synod.store.watch.Recent;
import io.synod.store.wire.LeaseTick;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchResponse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the broken classes of the store call in place of what they should. */
public final class StoreMistakes {

  private StoreMistakes() {}

  // Watches.

  /** A watch begins one revision late. */
  public static long startLate(WatchCreateRequest request) {
    return request.getStartRevision() + (request.getStartRevision() > 0 ? 1 : 0);
  }

  /** A watch begins one revision early. */
  public static long startEarly(WatchCreateRequest request) {
    return request.getStartRevision() - (request.getStartRevision() > 1 ? 1 : 0);
  }

  /** A response ends in the midst of a revision. */
  public static int oneEvent(Feed feed, List<?> events, int from) {
    return from + 1;
  }

  /** A fragment is not said to be one. */
  public static WatchResponse.Builder notMarked(WatchResponse.Builder head, boolean fragment) {
    return head.setFragment(false);
  }

  /** A watch lacks nothing, whatever it lacks. */
  public static void doesNotLag(Feed feed, Object watch, long from) {}

  /** A watch lacks less than it does. */
  public static void lagsLess(Feed feed, Object watch, long from) {
    Object _ = Inside.call(feed, "lags", watch, from + 1);
  }

  /** Nobody is told that another state has taken the place of this one. */
  public static void notTold(Recent recent, @Nullable List<Entry> events, long revision) {}

  /** What is not at hand any more counts as never written. */
  public static @Nullable List<Events> whatIsAtHand(Recent recent, long revision) {
    List<Events> found = recent.since(revision);
    return found == null
        ? recent.since(Math.max(revision, Inside.field(recent, "from", Long.class)))
        : found;
  }

  /** Nothing is ever compacted. */
  public static long neverCompacted(EtcdStore store) {
    return Keys.NEVER_COMPACTED;
  }

  /** Everything but the newest revision is compacted. */
  public static long allCompacted(EtcdStore store) {
    return store.revision();
  }

  /** What a key was before is what it is. */
  public static Entry before(EtcdStore store, Entry event) {
    return event;
  }

  /** A watch that lags counts as one that does not. */
  public static boolean containsNot(Set<?> lagging, Object watch) {
    return false;
  }

  // Leases.

  private static boolean isUnderAnother(LeaseTime time, LeaseTick tick) {
    return time.ballot().round() != 0 && time.ballot().round() != tick.getRound();
  }

  private static LeaseTime after(LeaseTime time, LeaseTick tick) {
    return LeaseTime.class.cast(Inside.call(time, "after", tick));
  }

  private static LeaseTime plus(LeaseTime time, long millis) {
    return new LeaseTime(time.millis() + millis, time.ballot(), time.number());
  }

  /** With a new leader the time of leases goes back, as if they began again. */
  public static LeaseTime backWithNewLeader(LeaseTime time, LeaseTick tick) {
    return plus(after(time, tick), isUnderAnother(time, tick) ? -1_000 : 0);
  }

  /** A tick counts for as much as it says. */
  public static LeaseTime asMuchAsItSays(LeaseTime time, LeaseTick tick) {
    LeaseTime after = after(time, tick);
    return after.equals(time)
        ? time
        : plus(after, Math.max(0, tick.getElapsedMillis() - LeaseTime.MOST_PER_TICK));
  }

  /** A tick counts twice. */
  public static LeaseTime twice(LeaseTime time, LeaseTick tick) {
    LeaseTime after = after(time, tick);
    return plus(after, after.millis() - time.millis());
  }

  /** Nobody notices that the process stood still. */
  public static void standstillNotNoticed(Object ticker, long now) {}

  /** Every ballot is newer than those before. */
  public static int newer(Ballot under, Ballot before) {
    return 1;
  }

  /** A tick tells more than has gone by. */
  public static LeaseTick.Builder twiceAsMuch(LeaseTick.Builder tick, long elapsed) {
    return tick.setElapsedMillis(2 * elapsed);
  }

  /** Nobody tells the time. */
  public static void noTick(Object ticker, long now) {}

  /** A member that starts again does not know how far time has come. */
  public static LeaseTime timeForgotten(byte[] kept) {
    return new LeaseTime(0, Ballot.NONE, 0);
  }

  /** Of the keys of a lease that ends all but one go first, in a revision of their own. */
  public static List<Entry> oneLater(Run run, long lease) {
    List<Entry> keys = run.attached(lease);
    if (keys.size() < 2) {
      return keys;
    }
    keys.subList(1, keys.size()).forEach(run::delete);
    run.end();
    run.begin();
    return keys.subList(0, 1);
  }

  /** One of the keys of a lease that ends stays. */
  public static List<Entry> oneStays(Run run, long lease) {
    List<Entry> keys = run.attached(lease);
    return keys.isEmpty() ? keys : keys.subList(1, keys.size());
  }

  // The past.

  /** What an event superseded is taken for the event itself. */
  public static Entry.Body itself(Entry event) {
    return new Entry.Body(event.read().value(), event.mod());
  }

  /** The events of the compacted revision count as older ones. */
  public static int oneFurther(Object scrubber, Entry event, int size, long compacted) {
    return Integer.class.cast(Inside.call(scrubber, "scrub", event, size, compacted + 1));
  }

  /** Nobody reads what is about to be removed. */
  public static long nobodyReads(Holds holds, long wanted) {
    return wanted;
  }

  /** Every read is one of the newest revision. */
  public static long newest(RangeRequest request) {
    return 0;
  }

  /** Reads know of no compaction. */
  public static long notCompacted(Keys keys) {
    return Keys.NEVER_COMPACTED;
  }
}
