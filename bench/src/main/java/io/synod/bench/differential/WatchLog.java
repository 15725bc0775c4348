package io.synod.bench.differential;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.synod.server.wire.WatchGrpc;
import io.synod.store.wire.Event;
import io.synod.store.wire.WatchProgressRequest;
import io.synod.store.wire.WatchRequest;
import io.synod.store.wire.WatchResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One watch stream to one server, and what has come on it. How events are grouped into responses is
 * a matter of time, so it is only seen to that a revision is never torn.
 */
final class WatchLog implements StreamObserver<WatchResponse>, AutoCloseable {
  private static final long NO_WATCH = -1;
  private static final long WAIT_SECONDS = 20;

  private static final WatchRequest PROGRESS =
      WatchRequest.newBuilder()
          .setProgressRequest(WatchProgressRequest.getDefaultInstance())
          .build();

  private final ClientCallStreamObserver<WatchRequest> requests;
  private List<WatchResponse> controls = new ArrayList<>();
  private final Map<Long, List<Event>> events = new HashMap<>();
  private final Map<Long, WatchResponse> last = new HashMap<>();
  private final Map<Long, List<Integer>> sizes = new HashMap<>();
  private final Map<Long, WatchResponse> compacted = new HashMap<>();
  private long progressAsked;
  private long progressTold;
  private @Nullable Status end;
  private @Nullable String broken;

  WatchLog(Channel channel) {
    var call = channel.newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT);
    requests =
        (ClientCallStreamObserver<WatchRequest>) ClientCalls.asyncBidiStreamingCall(call, this);
  }

  /**
   * Sends a request, and returns what comes up to the answer of a progress request after it, events
   * apart.
   */
  List<WatchResponse> ask(WatchRequest request) throws InterruptedException {
    send(request);
    return controls();
  }

  void send(WatchRequest request) {
    if (request.hasProgressRequest()) {
      progressAsked++;
    }
    requests.onNext(request);
  }

  private List<WatchResponse> controls() throws InterruptedException {
    send(PROGRESS);
    await(() -> progressTold == progressAsked);
    synchronized (this) {
      List<WatchResponse> taken = controls;
      controls = new ArrayList<>();
      return taken;
    }
  }

  /** Waits until so many events of a watch have come, for as long as that may take. */
  void await(long watch, int count) throws InterruptedException {
    await(() -> count(watch) >= count);
  }

  /** Waits until a watch has an event of a revision or a later one. */
  void awaitRevision(long watch, long revision) throws InterruptedException {
    await(() -> lastRevision(watch) >= revision);
  }

  /** Waits until a watch is canceled because its history is gone; returns how. */
  List<WatchResponse> awaitCompacted(long watch) throws InterruptedException {
    await(() -> compacted.containsKey(watch));
    synchronized (this) {
      WatchResponse canceled = compacted.remove(watch);
      return canceled == null ? List.of() : List.of(canceled);
    }
  }

  private synchronized void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!condition.getAsBoolean() && end == null) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  private synchronized int count(long watch) {
    return events.getOrDefault(watch, List.of()).size();
  }

  private long lastRevision(long watch) {
    WatchResponse response = last.get(watch);
    return response == null
        ? 0
        : response.getEvents(response.getEventsCount() - 1).getKv().getModRevision();
  }

  /** Returns, and forgets, the events of a watch. */
  synchronized List<Event> take(long watch) {
    List<Event> taken = events.remove(watch);
    return taken == null ? List.of() : taken;
  }

  /** A watch of this number is over, and another may get it. */
  synchronized void forget(long watch) {
    events.remove(watch);
    last.remove(watch);
    sizes.remove(watch);
  }

  /** How the stream ended, and what was wrong with it; empty if it goes on well. */
  synchronized String trouble() {
    return broken != null ? broken : end == null ? "" : Answer.Failed.of(end).toString();
  }

  @Override
  public synchronized void onNext(WatchResponse response) {
    if (response.getCompactRevision() != 0) {
      compacted.put(response.getWatchId(), response);
    } else if (response.getEventsCount() == 0) {
      controls.add(response);
      if (isProgress(response)) {
        progressTold++;
      }
    } else {
      long watch = response.getWatchId();
      note(response, last.get(watch));
      check(response, last.put(watch, response));
      events.computeIfAbsent(watch, _ -> new ArrayList<>()).addAll(response.getEventsList());
    }
    notifyAll();
  }

  private static boolean isProgress(WatchResponse response) {
    return response.getWatchId() == NO_WATCH && !response.getCreated() && !response.getCanceled();
  }

  /** Keeps how many events the responses of the last revision have. */
  private void note(WatchResponse response, @Nullable WatchResponse before) {
    List<Integer> pieces = sizes.computeIfAbsent(response.getWatchId(), _ -> new ArrayList<>());
    if (before == null || !before.getFragment()) {
      pieces.clear();
    }
    pieces.add(response.getEventsCount());
  }

  /**
   * How many events the responses had that came last to a watch and belong together; none if they
   * are not of that revision, before which nothing was under way.
   */
  synchronized List<Integer> sizes(long watch, long revision) {
    return lastRevision(watch) == revision
        ? List.copyOf(sizes.getOrDefault(watch, List.of()))
        : List.of();
  }

  private void check(WatchResponse response, @Nullable WatchResponse before) {
    long first = response.getEvents(0).getKv().getModRevision();
    long newest = response.getEvents(response.getEventsCount() - 1).getKv().getModRevision();
    if (response.getHeader().getRevision() < newest) {
      broken = "the header is older than the events: " + Wording.of(response);
    } else if (response.getCreated() || response.getCanceled()) {
      broken = "events in a response that is about something else: " + Wording.of(response);
    } else if (before != null
        && !before.getFragment()
        && before.getEvents(before.getEventsCount() - 1).getKv().getModRevision() == first) {
      broken = "a revision is torn: " + Wording.of(before) + " " + Wording.of(response);
    }
  }

  @Override
  public synchronized void onError(Throwable failure) {
    end = Status.fromThrowable(failure);
    notifyAll();
  }

  @Override
  public synchronized void onCompleted() {
    end = Status.OK;
    notifyAll();
  }

  @Override
  public void close() {
    requests.cancel("it is not needed any more", null);
  }
}
