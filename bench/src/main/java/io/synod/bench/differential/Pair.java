package io.synod.bench.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.Event;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.ResponseHeader;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchRequest;
import io.synod.store.wire.WatchResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The two servers, which are asked the same. */
final class Pair implements AutoCloseable {
  private static final long ANSWER_SECONDS = 60;

  /** After how many calls watches are compared at the latest. */
  private static final int BATCH = 50;

  /** What etcd says in place of a compacted revision before the first compaction. */
  private static final long NEVER = -1;

  /** How many events are kept for watches that begin in the past. */
  private static final int HISTORY = 10_000;

  private final Side etcd;
  private final Side synod;
  private final List<Heard> watches = new ArrayList<>();
  private final Deque<Event> history = new ArrayDeque<>();
  private long newest = 1;
  private long witnessed = 1;
  private long compacted = NEVER;
  private final Leaders leaders = new Leaders();
  private int unsynced;
  private boolean unsettled;

  private Pair(Side etcd, Side synod) {
    this.etcd = etcd;
    this.synod = synod;
  }

  /** Starts both, empty. */
  static Pair start(Server.Kind etcd, Server.Kind synod, Path directory)
      throws IOException, InterruptedException {
    Side first = new Side(etcd.start(directory.resolve("etcd")));
    try {
      Pair pair = new Pair(first, new Side(synod.start(directory.resolve("synod"))));
      pair.etcd.startWitness();
      pair.synod.startWitness();
      return pair;
    } catch (IOException | InterruptedException | RuntimeException e) {
      first.close();
      throw e;
    }
  }

  /** The newest revision that etcd has told of. */
  long newest() {
    return newest;
  }

  /** Has both do a step; returns how they differ, null if they do not. */
  @Nullable Difference play(Step step) throws InterruptedException {
    Difference found = unsynced >= BATCH || !(step instanceof Step.Ask) ? sync() : null;
    if (found != null) {
      return found;
    }
    return switch (step) {
      case Step.Ask ask -> ask(ask);
      case Step.Watch watch -> watch(watch);
      case Step.Close close -> {
        watches.removeIf(heard -> heard.stream == close.stream());
        etcd.closeStream(close.stream());
        synod.closeStream(close.stream());
        yield null;
      }
    };
  }

  private @Nullable Difference ask(Step.Ask step) throws InterruptedException {
    unsynced++;
    Message request = leaders.resolve(Relative.resolve(step.message(), newest));
    boolean heavy = Fragments.mayCome(request);
    if (heavy || step.method() == Unary.COMPACT) {
      Difference found = sync();
      if (found != null) {
        return found;
      }
      settle();
    }
    long before = newest;
    var first = etcd.ask(step, request);
    var second = synod.ask(step, request);
    try {
      Answer expected = first.get(ANSWER_SECONDS, TimeUnit.SECONDS);
      Answer actual = second.get(ANSWER_SECONDS, TimeUnit.SECONDS);
      if (expected.meaning() instanceof Answer.Done(Message message)) {
        learn(message);
        compacted = request instanceof CompactionRequest it ? it.getRevision() : compacted;
      }
      if (step.method() == Unary.CAMPAIGN) {
        lookUp();
      }
      Difference found = Difference.between(step.kind(), expected, actual);
      if (found != null && !Known.isMeant(request, expected.meaning(), actual.meaning())) {
        return found;
      }
      return heavy && newest > before ? fragments() : null;
    } catch (TimeoutException | ExecutionException e) {
      String who = first.isDone() ? synod.name() : etcd.name();
      return new Difference(step.kind(), "no answer", "", who + " does not answer");
    }
  }

  /** Else it would be a matter of time whether a watch has the history that is to go. */
  private void settle() throws InterruptedException {
    if (unsettled && newest > compacted) {
      etcd.settle(newest);
      synod.settle(newest);
    }
    unsettled = false;
  }

  /** The newest revision came in as many responses, to those who want fragments. */
  private @Nullable Difference fragments() throws InterruptedException {
    Difference found = sync();
    for (Heard heard : watches) {
      if (found == null && heard.fragment()) {
        found =
            Fragments.between(
                heard,
                etcd.stream(heard.stream).sizes(heard.id, newest),
                synod.stream(heard.stream).sizes(heard.id, newest));
      }
    }
    return found;
  }

  /**
   * Who campaigns for a seat that is its own proclaims a value, of which the answer does not tell.
   */
  private void lookUp() throws InterruptedException, TimeoutException, ExecutionException {
    RangeRequest nothing = RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("?")).build();
    var told = etcd.ask(new Step.Ask(Unary.RANGE, nothing), nothing);
    if (told.get(ANSWER_SECONDS, TimeUnit.SECONDS) instanceof Answer.Done(Message message)) {
      learn(message);
    }
  }

  private void learn(Message message) {
    leaders.learn(message);
    var field = message.getDescriptorForType().findFieldByName("header");
    if (field != null && message.getField(field) instanceof ResponseHeader header) {
      newest = Math.max(newest, header.getRevision());
    }
  }

  private @Nullable Difference watch(Step.Watch step) throws InterruptedException {
    WatchRequest request = uncut((WatchRequest) Relative.resolve(step.message(), newest));
    WatchLog first = etcd.stream(step.stream());
    WatchLog second = synod.stream(step.stream());
    List<WatchResponse> expected = first.ask(request);
    List<WatchResponse> actual = second.ask(request);
    Difference found = Difference.between(step.kind(), "response", expected, actual);
    if (found == null) {
      found = trouble(step.kind(), first, second);
    }
    if (!first.trouble().isEmpty()) {
      watches.removeIf(heard -> heard.stream == step.stream());
      etcd.closeStream(step.stream());
      synod.closeStream(step.stream());
    } else {
      for (WatchResponse response : expected) {
        found = found == null ? note(step.stream(), request, response) : found;
      }
    }
    return found;
  }

  /** At the compacted revision itself it is a matter of time whether etcd still has a delete. */
  private WatchRequest uncut(WatchRequest request) {
    if (compacted == NEVER
        || !request.hasCreateRequest()
        || request.getCreateRequest().getStartRevision() != compacted) {
      return request;
    }
    var create = request.getCreateRequest().toBuilder().setStartRevision(compacted + 1);
    return request.toBuilder().setCreateRequest(create).build();
  }

  private static @Nullable Difference trouble(String kind, WatchLog first, WatchLog second) {
    String expected = first.trouble();
    String actual = second.trouble();
    return expected.equals(actual) ? null : new Difference(kind, "stream", expected, actual);
  }

  /** Begins or ends to expect events. */
  private @Nullable Difference note(int stream, WatchRequest request, WatchResponse response)
      throws InterruptedException {
    if (response.getCanceled()) {
      watches.removeIf(it -> it.stream == stream && it.id == response.getWatchId());
    } else if (response.getCreated()) {
      WatchCreateRequest create = request.getCreateRequest();
      long next = response.getHeader().getRevision() + 1;
      long start = create.getStartRevision() <= 0 ? next : create.getStartRevision();
      if (create.getStartRevision() != 0 && create.getStartRevision() < compacted) {
        return compacted(stream, response.getWatchId());
      }
      unsettled |= start < next;
      Heard heard = new Heard(stream, response.getWatchId(), create, start);
      history.forEach(heard::happened);
      watches.add(heard);
    }
    return null;
  }

  private @Nullable Difference compacted(int stream, long id) throws InterruptedException {
    WatchLog first = etcd.stream(stream);
    WatchLog second = synod.stream(stream);
    return Difference.between(
        "watch" + stream, "compacted", first.awaitCompacted(id), second.awaitCompacted(id));
  }

  /** Waits until both have brought all events so far, and compares them. */
  @Nullable Difference sync() throws InterruptedException {
    unsynced = 0;
    Difference found = newest > witnessed ? witness() : null;
    for (Heard heard : watches) {
      int due = heard.takeDue();
      if (found == null) {
        found = compare(heard, due);
      }
    }
    return found;
  }

  private @Nullable Difference witness() throws InterruptedException {
    etcd.witness().awaitRevision(0, newest);
    synod.witness().awaitRevision(0, newest);
    List<Event> happened = etcd.witness().take(0);
    Difference found = Difference.between("witness", "event", happened, synod.witness().take(0));
    found = found == null ? trouble("witness", etcd.witness(), synod.witness()) : found;
    for (Event event : happened) {
      history.add(event);
      watches.forEach(heard -> heard.happened(event));
    }
    while (history.size() > HISTORY) {
      history.remove();
    }
    witnessed = newest;
    return found;
  }

  private @Nullable Difference compare(Heard heard, int due) throws InterruptedException {
    WatchLog first = etcd.stream(heard.stream);
    WatchLog second = synod.stream(heard.stream);
    first.await(heard.id, due);
    second.await(heard.id, due);
    List<Event> expected = first.take(heard.id);
    String kind = "watch" + heard.stream;
    Difference found = Difference.between(kind, "event", expected, second.take(heard.id));
    if (found == null) {
      found = trouble(kind, first, second);
    }
    if (found == null && expected.size() != due) {
      return new Difference(kind, "due", expected.size() + " events", due + " by the witness");
    }
    return found;
  }

  @Override
  public void close() {
    etcd.close();
    synod.close();
  }
}
