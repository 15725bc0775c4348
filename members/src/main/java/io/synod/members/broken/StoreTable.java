package io.synod.members.broken;

import io.synod.sim.broken.Mistake;
import io.synod.sim.broken.Redirect;
import java.util.List;

/** Every known mistake in what a store is for: watches, leases, and the past. */
final class StoreTable {

  private static final int SEEDS = 300;

  private StoreTable() {}

  private static Mistake mistake(
      String name, String sentence, String in, String method, String call, String mistake) {
    return new Mistake(
        name, sentence, SEEDS, List.of(new Redirect("store." + in, method, call, mistake)));
  }

  static List<Mistake> watches() {
    return List.of(
        mistake(
            "watch-resumes-late",
            "A watch begins one revision after the one that its client asked for.",
            "follow.Feed",
            "create",
            "WatchCreateRequest.getStartRevision",
            "startLate"),
        mistake(
            "watch-resumes-early",
            "A watch begins one revision before the one that its client asked for, so that an event"
                + " comes twice.",
            "follow.Feed",
            "create",
            "WatchCreateRequest.getStartRevision",
            "startEarly"),
        mistake(
            "revision-in-two-responses",
            "The events of a revision come in two responses, between which a member may be lost.",
            "follow.Feed",
            "deliver",
            "Feed.endOfPiece",
            "oneEvent"),
        mistake(
            "fragment-not-marked",
            "A fragment of a response is not said to be one.",
            "follow.Sendable",
            "send",
            "Builder.setFragment",
            "notMarked"),
        mistake(
            "unready-client-passed-over",
            "What a client cannot take now is never sent.",
            "follow.Feed",
            "deliver",
            "Feed.lags",
            "doesNotLag"),
        mistake(
            "watch-lags-less",
            "A watch that waits no more at the desk has forgotten a revision.",
            "follow.Desk",
            "",
            "Feed.lags",
            "lagsLess"),
        mistake(
            "snapshot-not-noticed",
            "Watches are not told that a snapshot has taken the place of the state.",
            "EtcdStore",
            "restore",
            "Recent.committed",
            "notTold"),
        mistake(
            "history-passed-over",
            "A watch that lags reads on from the events at hand, and passes over the history.",
            "follow.Feed",
            "readOn",
            "Recent.since",
            "whatIsAtHand"),
        mistake(
            "compaction-not-told",
            "A watch is not told that what it lacks is compacted.",
            "follow.Feed",
            "",
            "EtcdStore.compacted",
            "neverCompacted"),
        mistake(
            "compaction-told-for-nothing",
            "A watch is cancelled although all that it lacks is there.",
            "follow.Feed",
            "",
            "EtcdStore.compacted",
            "allCompacted"),
        mistake(
            "previous-is-itself",
            "What a key was before an event is what it is since.",
            "follow.Interest",
            "sendable",
            "EtcdStore.before",
            "before"),
        mistake(
            "progress-while-lagging",
            "A watch that lags is told that it has everything.",
            "follow.Feed",
            "tellProgress",
            "Set.contains",
            "containsNot"));
  }

  static List<Mistake> leases() {
    return List.of(
        mistake(
            "lease-time-starts-again",
            "With a new leader leases begin again.",
            "lease.LeaseRun",
            "tick",
            "LeaseTime.after",
            "backWithNewLeader"),
        new Mistake(
            "paused-time-at-once",
            "The time that a leader stood still counts for leases, all at once.",
            SEEDS,
            List.of(
                new Redirect(
                    "store.LeaseTicker",
                    "",
                    "LeaseTicker.noticeStandstill",
                    "standstillNotNoticed"),
                new Redirect(
                    "store.LeaseTicker$Told",
                    "",
                    "LeaseTicker.noticeStandstill",
                    "standstillNotNoticed"),
                new Redirect("store.lease.LeaseRun", "tick", "LeaseTime.after", "asMuchAsItSays"))),
        mistake(
            "tick-applied-twice",
            "A tick counts twice.",
            "lease.LeaseRun",
            "tick",
            "LeaseTime.after",
            "twice"),
        mistake(
            "old-leaders-tick",
            "A tick of a leader of the past counts.",
            "lease.LeaseTime",
            "after",
            "Ballot.compareTo",
            "newer"),
        mistake(
            "time-told-twice",
            "A leader tells each piece of its time twice.",
            "LeaseTicker",
            "tick",
            "Builder.setElapsedMillis",
            "twiceAsMuch"),
        mistake(
            "nobody-ticks",
            "Nobody lets the time of leases pass.",
            "LeaseTicker",
            "beat",
            "LeaseTicker.tick",
            "noTick"),
        mistake(
            "lease-time-forgotten",
            "A member that starts does not know how far the time of leases has come.",
            "lease.Leases",
            "in",
            "LeaseLayout.time",
            "timeForgotten"),
        mistake(
            "lease-keys-in-two-revisions",
            "The keys of a lease that ends go in two revisions.",
            "perform.LeaseRequests",
            "end",
            "Run.attached",
            "oneLater"),
        mistake(
            "lease-key-stays",
            "A key of a lease that ends stays.",
            "perform.LeaseRequests",
            "end",
            "Run.attached",
            "oneStays"));
  }

  static List<Mistake> past() {
    return List.of(
        mistake(
            "newest-version-removed",
            "What a compaction leaves of a key is removed with what went before.",
            "mvcc.Scrubber",
            "scrub",
            "Entry.read",
            "itself"),
        mistake(
            "delete-forgotten-early",
            "A delete at the compacted revision is removed, although a watch may begin there.",
            "mvcc.Scrubber",
            "walk",
            "Scrubber.scrub",
            "oneFurther"),
        mistake(
            "removed-while-read",
            "What a compaction made unreachable is removed while an answer with it is being sent.",
            "mvcc.State",
            "scrub",
            "Holds.take",
            "nobodyReads"),
        mistake(
            "old-read-gives-newest",
            "A read at an old revision finds what is there now.",
            "perform.Ranges",
            "read",
            "RangeRequest.getRevision",
            "newest"),
        mistake(
            "compacted-read-answered",
            "A read of what is compacted is answered.",
            "perform.Ranges",
            "requireKept",
            "Keys.compacted",
            "notCompacted"));
  }
}
