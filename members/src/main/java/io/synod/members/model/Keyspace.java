package io.synod.members.model;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All keys with all their events. */
final class Keyspace {

  private static final long FIRST = 1;
  private static final ByteString NO_END = ByteString.copyFrom(new byte[1]);

  /** By revision. */
  private final List<List<ModelEvent>> revisions = new ArrayList<>();

  private final NavigableMap<ByteString, List<ModelEvent>> keys =
      new TreeMap<>(ByteString.unsignedLexicographicalComparator());

  /** Those of the request that is being done. */
  private List<ModelEvent> underWay = new ArrayList<>();

  Keyspace() {
    for (long empty = 0; empty <= FIRST; empty++) {
      revisions.add(List.of());
    }
  }

  /** The newest revision. */
  long revision() {
    return revisions.size() - 1L;
  }

  /** What a request did has a revision of its own, if it did anything. */
  void end() {
    if (!underWay.isEmpty()) {
      revisions.add(underWay);
      underWay = new ArrayList<>();
    }
  }

  void put(ByteString key, ByteString value, long lease) {
    ModelEvent before = living(key, Long.MAX_VALUE);
    long now = revision() + 1;
    add(
        new ModelEvent(
            now,
            underWay.size(),
            key,
            false,
            value,
            before == null ? now : before.create(),
            before == null ? 1 : before.version() + 1,
            lease));
  }

  void delete(ByteString key) {
    add(new ModelEvent(revision() + 1, underWay.size(), key, true, ByteString.EMPTY, 0, 0, 0));
  }

  private void add(ModelEvent event) {
    underWay.add(event);
    keys.computeIfAbsent(event.key(), _ -> new ArrayList<>()).add(event);
  }

  /** What a key was last when a revision was the newest; null if it did not live. */
  @Nullable ModelEvent living(ByteString key, long revision) {
    ModelEvent last = last(keys.getOrDefault(key, List.of()), revision);
    return last == null || last.deleted() ? null : last;
  }

  private static @Nullable ModelEvent last(List<ModelEvent> events, long revision) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).revision() <= revision) {
        return events.get(i);
      }
    }
    return null;
  }

  /** What lived in a range when a revision was the newest, in the order of the keys. */
  List<ModelEvent> range(ByteString key, ByteString end, long revision) {
    List<ModelEvent> found = new ArrayList<>();
    for (List<ModelEvent> events : in(key, end).values()) {
      ModelEvent last = last(events, revision);
      if (last != null && !last.deleted()) {
        found.add(last);
      }
    }
    return found;
  }

  private NavigableMap<ByteString, List<ModelEvent>> in(ByteString key, ByteString end) {
    if (end.isEmpty()) {
      return keys.subMap(key, true, key, true);
    }
    return end.equals(NO_END) ? keys.tailMap(key, true) : keys.subMap(key, true, end, false);
  }

  /** All events from one revision to another, both included. */
  List<ModelEvent> events(long from, long to) {
    List<ModelEvent> found = new ArrayList<>();
    for (long revision = Math.max(0, from); revision <= Math.min(to, revision()); revision++) {
      found.addAll(revisions.get((int) revision));
    }
    return found;
  }

  /** The events that can still be seen by somebody when the history is compacted to a revision. */
  List<ModelEvent> reachable(long compacted) {
    List<ModelEvent> found = new ArrayList<>(events(compacted, revision()));
    for (List<ModelEvent> events : keys.values()) {
      ModelEvent last = last(events, compacted);
      if (last != null && !last.deleted() && last.revision() < compacted) {
        found.add(last);
      }
    }
    return found;
  }

  /** How many keys have such an event. */
  long reachableKeys(long compacted) {
    return keys.values().stream()
        .map(List::getLast)
        .filter(newest -> !newest.deleted() || newest.revision() >= compacted)
        .count();
  }
}
