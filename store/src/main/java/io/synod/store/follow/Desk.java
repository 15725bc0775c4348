package io.synod.store.follow;

import io.synod.store.EtcdStore;
import io.synod.store.follow.Topics.Topic;
import io.synod.store.mvcc.Entry;
import io.synod.store.watch.Events;
import io.synod.store.wire.ResponseHeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The watches of all clients whom one event loop serves. Those that have all events so far wait
 * here for the next; a watch whose client does not read leaves, and its feed brings it back when it
 * has read what it missed.
 *
 * <p>Everything but {@link #wake} happens on the event loop.
 *
 * <p>Invariant: a watch that waits here lacks nothing up to {@link #seen}.
 */
public final class Desk {

  private final EventLoop loop;
  private final EtcdStore store;
  private final LongFunction<ResponseHeader> headers;
  private final Topics topics = new Topics();
  private final Set<Feed> feeds = new LinkedHashSet<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Runnable listener = this::wake;
  private final BooleanSupplier hasLeader;
  private final long progressMillis;
  private final Pieces pieces;
  private List<Runnable> clocks = List.of();
  private @Nullable ResponseHeader header;
  private long seen;

  /**
   * A desk at which nobody waits.
   *
   * @param headers the header of a response at a revision
   * @param hasLeader whether there is a leader
   * @param progressMillis how long a watch that wants to hear of progress hears nothing, at most
   * @param pieces how long what is sent and read at a time may be
   */
  public Desk(
      EventLoop loop,
      EtcdStore store,
      LongFunction<ResponseHeader> headers,
      BooleanSupplier hasLeader,
      long progressMillis,
      Pieces pieces) {
    this.loop = loop;
    this.store = store;
    this.headers = headers;
    this.hasLeader = hasLeader;
    this.progressMillis = progressMillis;
    this.pieces = pieces;
  }

  EtcdStore store() {
    return store;
  }

  EventLoop loop() {
    return loop;
  }

  Pieces pieces() {
    return pieces;
  }

  /** The header of what is about no revision. */
  ResponseHeader headerOfNone() {
    return headers.apply(0);
  }

  /** The header of what is told now. */
  ResponseHeader header() {
    ResponseHeader made = header;
    if (made == null || made.getRevision() != seen) {
      made = headers.apply(seen);
      header = made;
    }
    return made;
  }

  /** The last revision that the waiting watches know of. */
  long seen() {
    return seen;
  }

  void open(Feed feed) {
    if (feeds.isEmpty()) {
      seen = store.recent().listen(listener);
      clocks = List.of(loop.every(1_000, this::second), loop.every(progressMillis, this::progress));
    }
    feeds.add(feed);
  }

  void close(Feed feed) {
    if (feeds.remove(feed) && feeds.isEmpty()) {
      store.recent().unlisten(listener);
      clocks.forEach(Runnable::run);
    }
  }

  private void second() {
    boolean led = hasLeader.getAsBoolean();
    List.copyOf(feeds).forEach(feed -> feed.second(led));
  }

  private void progress() {
    catchUp();
    List.copyOf(feeds).forEach(Feed::tellProgress);
  }

  /** Has a watch wait for what comes; it lacks nothing. */
  void await(Watch watch) {
    topics.add(watch);
  }

  void leave(Watch watch) {
    topics.remove(watch);
  }

  /** Something is committed. From any thread. */
  private void wake() {
    if (woken.compareAndSet(false, true)) {
      try {
        loop.execute(this::turn);
      } catch (RejectedExecutionException e) {
        woken.set(false); // the server stops
      }
    }
  }

  private void turn() {
    woken.set(false);
    catchUp();
  }

  /** Tells the waiting watches of everything that has been committed. */
  void catchUp() {
    header = null;
    List<Events> news = store.recent().since(seen);
    if (news == null) {
      allLag();
      return;
    }
    for (Events commit : news) {
      deliver(commit);
    }
  }

  private void allLag() {
    List<Watch> waiting = topics.watches();
    waiting.forEach(this::leave);
    long from = seen + 1;
    seen = store.recent().last();
    waiting.forEach(watch -> watch.feed.lags(watch, from));
  }

  private void deliver(Events commit) {
    Map<Topic, List<Sendable>> found = new LinkedHashMap<>();
    for (Entry event : commit.entries()) {
      topics.find(event.key(), topic -> add(event, topic, found));
    }
    seen = commit.upTo();
    found.forEach((topic, events) -> deliver(topic, events, commit));
  }

  private void add(Entry event, Topic topic, Map<Topic, List<Sendable>> found) {
    if (topic.interest().wants(event)) {
      found
          .computeIfAbsent(topic, _ -> new ArrayList<>())
          .add(topic.interest().sendable(event, store));
    }
  }

  private void deliver(Topic topic, List<Sendable> events, Events commit) {
    byte[] encoded = Sendable.encode(events);
    long first = events.getFirst().revision();
    for (Watch watch : List.copyOf(topic.watches())) {
      if (watch.next > first) {
        watch.feed.deliver(watch, watch.interest.of(commit, watch.next, store), commit.upTo());
      } else if (watch.fragment) {
        watch.feed.deliver(watch, events, commit.upTo());
      } else {
        watch.feed.deliver(watch, encoded, first, commit.upTo());
      }
    }
  }
}
