package io.synod.members.guests;

import static io.synod.members.guests.WatchClient.accuse;

import com.google.protobuf.ByteString;
import io.synod.members.model.ModelEvent;
import io.synod.members.model.StoreModel;
import io.synod.store.wire.Event;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchCreateRequest.FilterType;
import io.synod.store.wire.WatchResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One watch, from its client's side, over all its lines; and the checker of what it is told. What
 * comes has to be exactly the events of the history from the revision on that the client wanted: in
 * order, each once, none left out, all of a revision together.
 */
final class Watched {

  private final WatchCreateRequest wish;
  private final StoreModel model;

  /** Everything before it has been told; 0 for a watch that is to begin with what comes. */
  private long next;

  private boolean created;

  /** Its number on the line. */
  private long number;

  /** Pieces of a response that is not whole yet. */
  private final List<Event> pieces = new ArrayList<>();

  Watched(WatchCreateRequest wish, StoreModel model) {
    this.wish = wish;
    this.model = model;
    this.number = wish.getWatchId();
  }

  long next() {
    return next;
  }

  void startAt(long revision) {
    next = revision;
  }

  /** How it is asked for now. */
  WatchCreateRequest wish() {
    return wish.toBuilder().setStartRevision(next).setWatchId(number).build();
  }

  void cutOff() {
    created = false;
    pieces.clear();
  }

  boolean isDone() {
    return created && wanted(next, model.revision()).isEmpty();
  }

  /** Takes a response; answers whether the watch has to be asked for again. */
  boolean hears(WatchResponse response) {
    if (response.getCanceled()) {
      isGone(response);
      return true;
    }
    if (response.getCreated()) {
      begins(response);
    } else if (!created) {
      throw accuse("order", "Something comes before a watch is created: " + response);
    } else if (response.getEventsCount() > 0) {
      pieces.addAll(response.getEventsList());
      if (!response.getFragment()) {
        List<Event> whole = List.copyOf(pieces);
        pieces.clear();
        check(whole);
      }
    } else {
      progress(response);
    }
    return false;
  }

  private void begins(WatchResponse response) {
    long revision = response.getHeader().getRevision();
    isWritten(revision);
    created = true;
    next = next == 0 ? revision + 1 : next;
  }

  private void isWritten(long revision) {
    if (revision > model.revision()) {
      throw accuse("only what is chosen", "Revision " + revision + " is told, and not chosen.");
    }
  }

  private void isGone(WatchResponse response) {
    long compacted = response.getCompactRevision();
    if (compacted <= 0) {
      throw accuse("nobody cancels", "A watch is cancelled without a reason: " + response);
    }
    if (next >= compacted || compacted > model.compacted()) {
      throw accuse(
          "cancelled only when compacted",
          "A watch from "
              + next
              + " on is told that "
              + compacted
              + " is compacted; the compacted revision is "
              + model.compacted()
              + ".");
    }
    created = false;
    pieces.clear();
    next = compacted;
    number += WatchClient.NUMBERS;
  }

  /** Everything up to a revision has been told, it is said. */
  void progress(WatchResponse response) {
    long revision = response.getHeader().getRevision();
    isWritten(revision);
    if (!created) {
      return;
    }
    List<ModelEvent> missing = wanted(next, revision);
    if (!missing.isEmpty()) {
      throw accuse(
          "complete",
          "A watch is told that it has all up to " + revision + ", and lacks " + missing + ".");
    }
    next = Math.max(next, revision + 1);
  }

  private void check(List<Event> events) {
    long before = 0;
    for (Event event : events) {
      long revision = event.getKv().getModRevision();
      if (revision < next) {
        throw accuse(
            "each event once",
            "A watch that has all before " + next + " is told of revision " + revision + ".");
      }
      if (revision < before) {
        throw accuse("order", "A watch is told of " + revision + " after " + before + ".");
      }
      before = revision;
    }
    isWritten(before);
    compare(events, wanted(next, before), before);
    next = before + 1;
  }

  private void compare(List<Event> events, List<ModelEvent> wanted, long last) {
    int place = 0;
    for (ModelEvent expected : wanted) {
      Event told = place < events.size() ? events.get(place) : null;
      if (told == null || !told.getKv().equals(expected.keyValue())) {
        throw differs(told, expected, events, last);
      }
      isRight(told, expected);
      place++;
    }
    if (place < events.size()) {
      throw accuse("each event once", "A watch is told too much: " + events.get(place));
    }
  }

  private static RuntimeException differs(
      @Nullable Event told, ModelEvent expected, List<Event> events, long last) {
    boolean begun =
        expected.revision() == last
            || events.stream()
                .anyMatch(event -> event.getKv().getModRevision() == expected.revision());
    String what = "A watch is told of " + told + " where " + expected + " comes next.";
    return told != null
            && told.getKv().getKey().equals(expected.key())
            && told.getKv().getModRevision() == expected.revision()
        ? accuse("true events", what)
        : accuse(begun ? "all of a revision together" : "complete", what);
  }

  private void isRight(Event told, ModelEvent expected) {
    ModelEvent before = wish.getPrevKv() ? model.before(expected) : null;
    boolean type =
        told.getType() == (expected.deleted() ? Event.EventType.DELETE : Event.EventType.PUT);
    boolean previous =
        before == null
            ? !told.hasPrevKv()
            : told.hasPrevKv()
                ? told.getPrevKv().equals(before.keyValue())
                : expected.revision() <= model.compacted();
    if (!type || !previous) {
      throw accuse(
          "true events", "A watch is told " + told + " of " + expected + ", before: " + before);
    }
  }

  /** The events that it wants of some revisions. */
  private List<ModelEvent> wanted(long from, long to) {
    List<ModelEvent> found = new ArrayList<>();
    for (ModelEvent event : model.events(from, to)) {
      FilterType without = event.deleted() ? FilterType.NODELETE : FilterType.NOPUT;
      if (contains(event.key()) && !wish.getFiltersList().contains(without)) {
        found.add(event);
      }
    }
    return found;
  }

  private boolean contains(ByteString key) {
    ByteString end = wish.getRangeEnd();
    if (end.isEmpty()) {
      return key.equals(wish.getKey());
    }
    boolean endless = end.size() == 1 && end.byteAt(0) == 0;
    return compare(wish.getKey(), key) <= 0 && (endless || compare(key, end) < 0);
  }

  private static int compare(ByteString one, ByteString other) {
    return ByteString.unsignedLexicographicalComparator().compare(one, other);
  }

  @Override
  public String toString() {
    return (created ? "" : "(not created) ") + "from " + next;
  }
}
