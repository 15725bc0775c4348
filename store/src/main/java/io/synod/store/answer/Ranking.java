package io.synod.store.answer;

import com.google.protobuf.ByteString;
import io.synod.store.mvcc.Entry;
import io.synod.store.mvcc.Keys;
import io.synod.store.mvcc.Revision;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeRequest.SortOrder;
import io.synod.store.wire.RangeRequest.SortTarget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a range finds, in the order that it asks for. With a limit it keeps little more than what is
 * asked for; without one it needs room for all. Equals stay in the order of their keys.
 */
final class Ranking implements AutoCloseable {
  /** What one takes on the heap, about, beside what it is sorted by. */
  private static final int WEIGHT = 96;

  /** What is left of one that is sorted. */
  private static final int SORTED_WEIGHT = 32;

  private static final int AT_LEAST = 1_024;

  private record Ranked(Revision mod, long number, ByteString bytes, long size) {
    long weight() {
      return (long) WEIGHT + bytes.size();
    }
  }

  private final SortTarget target;
  private final Comparator<Ranked> order;
  private final long limit;
  private final Room room;
  private final List<Ranked> ranked = new ArrayList<>();
  private long seen;
  private long taken;

  Ranking(RangeRequest request, Room room) {
    this.target = request.getSortTarget();
    Comparator<Ranked> ascending =
        target == SortTarget.VALUE
            ? Comparator.comparing(Ranked::bytes, ByteString.unsignedLexicographicalComparator())
            : Comparator.comparingLong(Ranked::number);
    this.order = request.getSortOrder() == SortOrder.DESCEND ? ascending.reversed() : ascending;
    this.limit = request.getLimit() <= 0 ? Long.MAX_VALUE : request.getLimit();
    this.room = room;
  }

  /**
   * Adds the next one in the order of the keys.
   *
   * @param size what it will take in the answer
   */
  void add(Keys keys, Entry entry, long size) throws RefusedException {
    long number =
        switch (target) {
          case VERSION -> entry.version();
          case CREATE -> entry.create();
          case MOD -> entry.mod().main();
          case KEY, UNRECOGNIZED -> seen;
          case VALUE -> 0;
        };
    ByteString bytes =
        target == SortTarget.VALUE ? keys.whole(entry).read().value() : ByteString.EMPTY;
    seen++;
    Ranked added = new Ranked(entry.mod(), number, bytes, size);
    if (!room.take(added.weight()) && !takenAfterPruning(added.weight())) {
      throw new RefusedException(Refusal.TOO_MANY_TO_SORT);
    }
    taken += added.weight();
    ranked.add(added);
    if (ranked.size() >= AT_LEAST && ranked.size() / 2 >= limit) {
      prune();
    }
  }

  private boolean takenAfterPruning(long weight) {
    prune();
    return room.take(weight);
  }

  private void prune() {
    ranked.sort(order);
    while (ranked.size() > limit) {
      give(ranked.removeLast().weight());
    }
  }

  private void give(long bytes) {
    room.give(bytes);
    taken -= bytes;
  }

  /** All in their order; what they take from now on stays taken. */
  Pairs sorted(Pair.Kind kind) {
    prune();
    Revision[] revisions = new Revision[ranked.size()];
    long size = 0;
    for (int i = 0; i < revisions.length; i++) {
      revisions[i] = ranked.get(i).mod();
      size += ranked.get(i).size();
    }
    ranked.clear();
    give(taken - (long) revisions.length * SORTED_WEIGHT);
    return new Pairs(kind, new Entries.Sorted(revisions), size);
  }

  /** Leaves the room that is taken to the caller, and says how much that is. */
  long keep() {
    long kept = taken;
    taken = 0;
    return kept;
  }

  @Override
  public void close() {
    give(taken);
  }
}
