package io.synod.store;

import com.google.protobuf.ByteString;
import io.synod.store.answer.Answer;
import io.synod.store.answer.Encoding;
import io.synod.store.mvcc.Entry;
import io.synod.store.mvcc.Keys;
import io.synod.store.wire.RangeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The keys of a range, a page at a time. One thread at a time uses it. */
public final class RangePages implements AutoCloseable {
  /** About what an event takes beside its key and value. */
  private static final int OVERHEAD = 64;

  private static final int COUNTED_AT_A_TIME = 10_000;

  private final Answer.Range at;
  private final RangeRequest request;
  private final Encoding.Source source;
  private final long most;
  private ByteString next;
  private long count;
  private boolean over;
  private boolean cut;
  private boolean uncounted;

  RangePages(Answer.Range at, Encoding.Source source) {
    this.at = at;
    this.request = at.request();
    this.source = source;
    this.most = request.getLimit() <= 0 ? Long.MAX_VALUE : request.getLimit();
    this.next = request.getKey();
    // Who only wants the number of keys wants none of them.
    this.over = request.getCountOnly();
    this.uncounted = over;
  }

  /** The newest revision when this was begun. */
  public long revision() {
    return at.revision();
  }

  /** Whether there are no more pages. */
  public boolean isOver() {
    return over;
  }

  /** Whether there are keys in the range beyond its limit; known when there are no more pages. */
  public boolean isCut() {
    return cut;
  }

  /**
   * The next keys in their order, whole; none if there are no more.
   *
   * @param mostBytes about how many bytes they may have, if a single one has not more
   */
  public List<Entry> next(long mostBytes) {
    List<Entry> page = new ArrayList<>();
    if (!over) {
      Filling filling = new Filling(page, mostBytes);
      source.read(filling::fill);
    }
    return page;
  }

  private final class Filling {
    private final List<Entry> page;
    private long left;

    Filling(List<Entry> page, long left) {
      this.page = page;
      this.left = left;
    }

    void fill(Keys keys) {
      over = true;
      keys.visit(next, request.getRangeEnd(), at.upTo(), entry -> add(keys, entry));
    }

    /** Whether another one is wanted: also who has enough looks whether there is one. */
    private boolean add(Keys keys, Entry entry) {
      if (count == most || left <= 0) {
        over = count == most;
        cut = over;
        uncounted = over;
        next = entry.key();
        return false;
      }
      Entry whole = keys.whole(entry);
      page.add(whole);
      count++;
      left -= OVERHEAD + whole.key().size() + (request.getKeysOnly() ? 0 : whole.valueSize());
      return true;
    }
  }

  /**
   * How many keys are in the range, whatever its limit.
   *
   * @param stop whether nobody wants to know any more
   */
  public long count(BooleanSupplier stop) {
    while (uncounted && !stop.getAsBoolean()) {
      source.read(this::countOn);
    }
    return count;
  }

  private void countOn(Keys keys) {
    int[] left = {COUNTED_AT_A_TIME};
    uncounted = false;
    keys.visit(
        next,
        request.getRangeEnd(),
        at.upTo(),
        entry -> {
          if (left[0]-- == 0) {
            next = entry.key();
            uncounted = true;
            return false;
          }
          count++;
          return true;
        });
  }

  @Override
  public void close() {
    source.close();
  }
}
