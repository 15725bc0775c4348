package io.synod.store.follow;

import io.synod.store.watch.Events;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchRequest;
import io.synod.store.wire.WatchResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client hears: its watches, on one stream.
 *
 * <p>While the client reads, they wait at the {@link Desk} and are sent what it brings. When it
 * does not, nothing is kept for it: a watch only remembers where it is, and reads on from there
 * when there is room again, from the latest events or from the history.
 */
public final class Feed {

  private static final Logger log = LoggerFactory.getLogger(Feed.class);

  /** etcd's words for what is wrong with a watch. */
  private static final String EMPTY_RANGE = "mvcc: watcher range is empty";

  private static final String SAME_ID = "mvcc: duplicate watch ID provided on the WatchStream";

  /** What a response says that is about no watch. */
  private static final long NO_WATCH = -1;

  /** How many events are compared with watches before other streams have their turn. */
  private static final int MOST_LOOKS = 20_000;

  private static final int SECONDS_WITHOUT_LEADER = 3;

  private final Desk desk;
  private final Client client;
  private final Pieces pieces;
  private final Map<Long, Watch> watches = new LinkedHashMap<>();

  /** Numbers of watches that ended because of a compaction: the client's until it cancels them. */
  private final Set<Long> spent = new HashSet<>();

  /** Those that lack something that is committed. */
  private final Set<Watch> lagging = new LinkedHashSet<>();

  private boolean reading;
  private boolean scheduled;
  private boolean progressAsked;
  private long nextId;
  private int leaderless;

  /** A client without watches. */
  public Feed(Desk desk, Client client) {
    this.desk = desk;
    this.client = client;
    this.pieces = desk.pieces();
    desk.open(this);
  }

  /** The client wants something. */
  public void received(WatchRequest request) {
    desk.catchUp();
    switch (request.getRequestUnionCase()) {
      case CREATE_REQUEST -> create(request.getCreateRequest());
      case CANCEL_REQUEST -> cancel(request.getCancelRequest().getWatchId());
      case PROGRESS_REQUEST -> {
        progressAsked = true;
        catchUp();
      }
      case REQUESTUNION_NOT_SET -> {
        // etcd passes over it too.
      }
    }
  }

  private void create(WatchCreateRequest request) {
    Interest interest = Interest.of(request);
    long wanted = request.getWatchId();
    if (interest.range().isEmpty()) {
      refuse(EMPTY_RANGE);
      return;
    }
    if (wanted != 0 && isTaken(wanted)) {
      refuse(SAME_ID);
      return;
    }
    long start = request.getStartRevision();
    boolean compacted = start != 0 && start < desk.store().compacted();
    Watch watch =
        new Watch(
            this,
            wanted == 0 ? freeId() : wanted,
            interest,
            request.getFragment(),
            request.getProgressNotify(),
            start <= 0 ? desk.seen() + 1 : start);
    watches.put(watch.id, watch);
    client.send(head(watch.id).setCreated(true).build());
    if (compacted) {
      cancelCompacted(watch);
      return;
    }
    lagging.add(watch);
    catchUp();
  }

  private boolean isTaken(long id) {
    return watches.containsKey(id) || spent.contains(id);
  }

  private long freeId() {
    while (isTaken(nextId)) {
      nextId++;
    }
    return nextId++;
  }

  private void refuse(String reason) {
    client.send(head(NO_WATCH).setCreated(true).setCanceled(true).setCancelReason(reason).build());
  }

  private void cancel(long id) {
    Watch watch = watches.get(id);
    if (watch != null) {
      forget(watch);
    }
    if (watch != null || spent.remove(id)) {
      client.send(head(id).setCanceled(true).build());
    }
  }

  /** The watch lacks what is not there any more. As in etcd, no revision is told but that. */
  private void cancelCompacted(Watch watch) {
    forget(watch);
    spent.add(watch.id);
    client.send(
        WatchResponse.newBuilder()
            .setHeader(desk.headerOfNone())
            .setWatchId(watch.id)
            .setCanceled(true)
            .setCompactRevision(desk.store().compacted())
            .build());
  }

  private void cancelCompacted(Predicate<Watch> reads) {
    long compacted = desk.store().compacted();
    for (Watch watch : List.copyOf(lagging)) {
      if (watch.next < compacted && reads.test(watch)) {
        cancelCompacted(watch);
      }
    }
  }

  private void forget(Watch watch) {
    watches.remove(watch.id);
    lagging.remove(watch);
    desk.leave(watch);
  }

  private WatchResponse.Builder head(long id) {
    return WatchResponse.newBuilder().setHeader(desk.header()).setWatchId(id);
  }

  /** Sends what is the same for many watches, or has the watch lag. */
  void deliver(Watch watch, byte[] events, long first, long upTo) {
    if (events.length > pieces.enough() || !client.isReady()) {
      lags(watch, first);
    } else {
      client.send(head(watch.id).build(), events);
      watch.next = upTo + 1;
      watch.busy = true;
    }
  }

  /** Sends as much of this as the client reads, and has the watch lag if that is not all. */
  void deliver(Watch watch, List<Sendable> events, long upTo) {
    for (int from = 0; from < events.size(); ) {
      if (!client.isReady()) {
        lags(watch, events.get(from).revision());
        return;
      }
      int to = endOfPiece(events, from);
      send(watch, events.subList(from, to));
      watch.next = events.get(to - 1).revision() + 1;
      watch.busy = true;
      from = to;
    }
    watch.next = Math.max(watch.next, upTo + 1);
  }

  /** Where a piece ends that is long enough: never within a revision. */
  private int endOfPiece(List<Sendable> events, int from) {
    long bytes = 0;
    int to = from;
    while (to < events.size()
        && (bytes < pieces.enough()
            || events.get(to).revision() == events.get(to - 1).revision())) {
      bytes += events.get(to).bytes().size();
      to++;
    }
    return to;
  }

  private void send(Watch watch, List<Sendable> events) {
    int most = watch.fragment ? pieces.fragment() : Integer.MAX_VALUE;
    Sendable.send(client, head(watch.id).build(), events, most);
  }

  /** A watch lacks what is committed from a revision on. */
  void lags(Watch watch, long from) {
    desk.leave(watch);
    watch.next = Math.max(watch.next, from);
    lagging.add(watch);
    catchUpLater();
  }

  private void catchUpLater() {
    if (!scheduled) {
      scheduled = true;
      desk.loop()
          .execute(() -> {
            scheduled = false;
            catchUp();
          });
    }
  }

  /** The client reads again. */
  public void ready() {
    catchUp();
  }

  /** Sends on what is lacking, as long as the client reads. */
  private void catchUp() {
    if (reading || client.isOver()) {
      return;
    }
    desk.catchUp();
    settle();
    if (lagging.isEmpty()) {
      tellProgressIfAsked();
    } else if (client.isReady()) {
      readOn(first());
    }
  }

  /** Those that have everything wait for more. */
  private void settle() {
    for (Watch watch : List.copyOf(lagging)) {
      if (watch.next > desk.seen()) {
        lagging.remove(watch);
        desk.await(watch);
      }
    }
  }

  private long first() {
    long first = Long.MAX_VALUE;
    for (Watch watch : lagging) {
      first = Math.min(first, watch.next);
    }
    return first;
  }

  private void readOn(long from) {
    List<Events> recent = desk.store().recent().since(from - 1);
    if (recent == null) {
      readHistory(from);
      return;
    }
    // The events are at hand, but perhaps not what they superseded.
    cancelCompacted(watch -> watch.interest.previous());
    long looks = 0;
    for (Events commit : recent) {
      looks += (long) commit.entries().size() * lagging.size();
      deliver(commit, from);
      if (looks > MOST_LOOKS || !client.isReady()) {
        break;
      }
    }
    catchUpLater();
  }

  private void readHistory(long from) {
    reading = true;
    try {
      client.find(() -> {
        Events events = read(from);
        desk.loop()
            .execute(() -> {
              reading = false;
              if (events == null) {
                client.end(Client.End.BROKEN);
              } else {
                cancelCompacted(_ -> true);
                deliver(events, from);
                catchUp();
              }
            });
      });
    } catch (RejectedExecutionException e) {
      client.end(Client.End.STOPPED);
    }
  }

  private @Nullable Events read(long from) {
    try {
      return desk.store().events(from, pieces.enough());
    } catch (RuntimeException e) {
      log.error("The history could not be read for a watch.", e);
      return null;
    }
  }

  /**
   * Delivers to those that lack it.
   *
   * @param events all from a revision on
   */
  private void deliver(Events events, long from) {
    for (Watch watch : new ArrayList<>(lagging)) {
      if (watch.next >= from && watch.next <= events.upTo()) {
        deliver(watch, watch.interest.of(events, watch.next, desk.store()), events.upTo());
      }
    }
  }

  private void tellProgressIfAsked() {
    if (progressAsked) {
      progressAsked = false;
      client.send(head(NO_WATCH).build());
    }
  }

  /** Tells each watch that wants it, and had nothing since the last time, how far it is. */
  void tellProgress() {
    for (Watch watch : watches.values()) {
      if (watch.tellsProgress && !watch.busy && !lagging.contains(watch) && client.isReady()) {
        client.send(head(watch.id).build());
      }
      watch.busy = false;
    }
  }

  /** A second has gone by. */
  void second(boolean led) {
    leaderless = led ? 0 : leaderless + 1;
    if (client.requiresLeader() && leaderless >= SECONDS_WITHOUT_LEADER) {
      client.end(Client.End.NO_LEADER);
    }
  }

  /** The client is gone. */
  public void closed() {
    watches.values().forEach(desk::leave);
    watches.clear();
    lagging.clear();
    desk.close(this);
  }
}
