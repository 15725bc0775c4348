package io.synod.store.answer;

import com.google.protobuf.ByteString;
import io.synod.store.mvcc.Entry;
import io.synod.store.mvcc.Keys;
import io.synod.store.mvcc.Revision;
import io.synod.store.wire.RangeRequest;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where the key-values of an answer come from, in their order, each once. */
sealed interface Entries {

  /**
   * Goes on until the sink answers false.
   *
   * @return whether there are no more
   */
  boolean feed(Keys keys, Predicate<Entry> sink);

  /** Keeps no values. */
  default void letGo() {}

  /** A few that are at hand. */
  final class Listed implements Entries {
    private final List<Entry> entries;
    private int next;

    Listed(List<Entry> entries) {
      this.entries = entries;
    }

    @Override
    public boolean feed(Keys keys, Predicate<Entry> sink) {
      while (next < entries.size() && sink.test(entries.get(next++))) {
        // The sink did what was to be done.
      }
      return next == entries.size();
    }

    @Override
    public void letGo() {
      entries.replaceAll(Entry::bare);
    }
  }

  /** Those of certain revisions. */
  final class Sorted implements Entries {
    private final Revision[] revisions;
    private int next;

    Sorted(Revision[] revisions) {
      this.revisions = revisions;
    }

    @Override
    public boolean feed(Keys keys, Predicate<Entry> sink) {
      while (next < revisions.length && sink.test(keys.kept(revisions[next++]))) {
        // The sink did what was to be done.
      }
      return next == revisions.length;
    }
  }

  /** The first of a range, found again by walking on from the last one. */
  final class Found implements Entries {
    private static final ByteString SMALLEST = ByteString.copyFrom(new byte[1]);

    private final RangeRequest request;
    private final Revision upTo;
    private long left;
    private @Nullable ByteString last;

    Found(RangeRequest request, Revision upTo, long count) {
      this.request = request;
      this.upTo = upTo;
      this.left = count;
    }

    @Override
    public boolean feed(Keys keys, Predicate<Entry> sink) {
      if (left > 0) {
        ByteString after = last;
        Walk walk = new Walk(sink);
        keys.visit(
            after == null ? request.getKey() : after.concat(SMALLEST),
            request.getRangeEnd(),
            upTo,
            walk::visit);
        if (left > 0 && !walk.full) {
          throw new IllegalStateException(
              "the store lacks keys that a range has counted; the store is damaged: let the member"
                  + " start with an empty data directory");
        }
      }
      return left == 0;
    }

    private final class Walk {
      private final Predicate<Entry> sink;
      private boolean full;

      Walk(Predicate<Entry> sink) {
        this.sink = sink;
      }

      boolean visit(Entry entry) {
        if (!Filter.passes(request, entry)) {
          return true;
        }
        left--;
        last = entry.key();
        full = !sink.test(entry);
        return !full && left > 0;
      }
    }
  }
}
