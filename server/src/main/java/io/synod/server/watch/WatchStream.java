package io.synod.server.watch;

import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.server.front.GrpcStatus;
import io.synod.server.front.StreamCall;
import io.synod.server.watch.Interest.Sendable;
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
 * One stream of a client with its watches.
 *
 * <p>While the client reads, they wait at the {@link Desk} and are sent what it brings. When it
 * does not, nothing is kept for it: a watch only remembers where it is, and reads on from there
 * when there is room again, from the latest events or from the history.
 */
final class WatchStream implements StreamCall.Session {

  private static final Logger log = LoggerFactory.getLogger(WatchStream.class);

  /** etcd's words for what is wrong with a watch. */
  private static final String EMPTY_RANGE = "mvcc: watcher range is empty";

  private static final String SAME_ID = "mvcc: duplicate watch ID provided on the WatchStream";

  /** What a response says that is about no watch. */
  private static final long NO_WATCH = -1;

  /** How much is put into one response, or read at a time, if a single revision is not more. */
  private static final int ENOUGH_BYTES = 512 << 10;

  /** How many events are compared with watches before other streams have their turn. */
  private static final int MOST_LOOKS = 20_000;

  private static final int SECONDS_WITHOUT_LEADER = 3;

  private final Desk desk;
  private final StreamCall call;
  private final int fragmentBytes;
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

  WatchStream(Desk desk, StreamCall call, int fragmentBytes) {
    this.desk = desk;
    this.call = call;
    this.fragmentBytes = fragmentBytes;
    desk.open(this);
  }

  @Override
  public void received(byte[] message) throws InvalidProtocolBufferException {
    WatchRequest request = WatchRequest.parseFrom(message);
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
    call.send(head(watch.id).setCreated(true).build());
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
    call.send(head(NO_WATCH).setCreated(true).setCanceled(true).setCancelReason(reason).build());
  }

  private void cancel(long id) {
    Watch watch = watches.get(id);
    if (watch != null) {
      forget(watch);
    }
    if (watch != null || spent.remove(id)) {
      call.send(head(id).setCanceled(true).build());
    }
  }

  /** The watch lacks what is not there any more. As in etcd, no revision is told but that. */
  private void cancelCompacted(Watch watch) {
    forget(watch);
    spent.add(watch.id);
    call.send(
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
    if (events.length > ENOUGH_BYTES || !call.isReady()) {
      lags(watch, first);
    } else {
      call.send(new Response(head(watch.id).build(), events));
      watch.next = upTo + 1;
      watch.busy = true;
    }
  }

  /** Sends as much of this as the client reads, and has the watch lag if that is not all. */
  void deliver(Watch watch, List<Sendable> events, long upTo) {
    for (int from = 0; from < events.size(); ) {
      if (!call.isReady()) {
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
  private static int endOfPiece(List<Sendable> events, int from) {
    long bytes = 0;
    int to = from;
    while (to < events.size()
        && (bytes < ENOUGH_BYTES || events.get(to).revision() == events.get(to - 1).revision())) {
      bytes += events.get(to).bytes().size();
      to++;
    }
    return to;
  }

  private void send(Watch watch, List<Sendable> events) {
    int most = watch.fragment ? fragmentBytes : Integer.MAX_VALUE;
    Response.inPieces(head(watch.id).build(), events, most).forEach(call::send);
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
      call.eventLoop()
          .execute(() -> {
            scheduled = false;
            catchUp();
          });
    }
  }

  @Override
  public void ready() {
    catchUp();
  }

  /** Sends on what is lacking, as long as the client reads. */
  private void catchUp() {
    if (reading || call.isOver()) {
      return;
    }
    desk.catchUp();
    settle();
    if (lagging.isEmpty()) {
      tellProgressIfAsked();
    } else if (call.isReady()) {
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
      if (looks > MOST_LOOKS || !call.isReady()) {
        break;
      }
    }
    catchUpLater();
  }

  private void readHistory(long from) {
    reading = true;
    try {
      call.finders()
          .execute(() -> {
            Events events = read(from);
            call.eventLoop()
                .execute(() -> {
                  reading = false;
                  if (events == null) {
                    call.end(GrpcStatus.BROKEN);
                  } else {
                    cancelCompacted(_ -> true);
                    deliver(events, from);
                    catchUp();
                  }
                });
          });
    } catch (RejectedExecutionException e) {
      call.end(GrpcStatus.STOPPED);
    }
  }

  private @Nullable Events read(long from) {
    try {
      return desk.store().events(from, ENOUGH_BYTES);
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
      call.send(head(NO_WATCH).build());
    }
  }

  /** Tells each watch that wants it, and had nothing since the last time, how far it is. */
  void tellProgress() {
    for (Watch watch : watches.values()) {
      if (watch.tellsProgress && !watch.busy && !lagging.contains(watch) && call.isReady()) {
        call.send(head(watch.id).build());
      }
      watch.busy = false;
    }
  }

  /** A second has gone by. */
  void second(boolean led) {
    leaderless = led ? 0 : leaderless + 1;
    if (call.requiresLeader() && leaderless >= SECONDS_WITHOUT_LEADER) {
      call.end(GrpcStatus.NO_LEADER);
    }
  }

  /** Whoever asks for nothing more may still want to hear, as a shell with one request does. */
  @Override
  public void ended() {
    // The call ends when the client does.
  }

  @Override
  public void closed() {
    watches.values().forEach(desk::leave);
    watches.clear();
    lagging.clear();
    desk.close(this);
  }
}
