package io.synod.store.mvcc;

import com.google.protobuf.ByteString;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeRequest.SortOrder;
import io.synod.store.wire.RangeRequest.SortTarget;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.ResponseHeader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Answers ranges, by etcd's rules for their order, limit, filters and count. */
public final class Ranges {
  /**
   * The oldest revision that has not been compacted away, as etcd counts before its first
   * compaction.
   */
  private static final long FIRST_REVISION = -1;

  private Ranges() {}

  /**
   * Answers a range.
   *
   * @throws RefusedException if its revision cannot be read
   */
  public static RangeResponse read(Keys keys, RangeRequest request) throws RefusedException {
    if (request.getRevision() > keys.revision()) {
      throw new RefusedException(Refusal.FUTURE_REVISION);
    }
    long revision = request.getRevision() <= 0 ? keys.revision() : request.getRevision();
    requireKept(revision);
    RangeResponse.Builder response =
        RangeResponse.newBuilder()
            .setHeader(ResponseHeader.newBuilder().setRevision(keys.revision()));
    Found found = new Found(keys, request);
    keys.visit(request.getKey(), request.getRangeEnd(), revision, found::add);
    found.answer(response);
    return response.build();
  }

  /**
   * Refuses a range in a transaction whose revision could not be read when the transaction begins.
   * Unlike a range on its own, etcd does not take every negative revision for the newest.
   */
  static void check(RangeRequest request, long newest) throws RefusedException {
    if (request.getRevision() > newest) {
      throw new RefusedException(Refusal.FUTURE_REVISION);
    }
    requireKept(request.getRevision());
  }

  private static void requireKept(long revision) throws RefusedException {
    if (revision < FIRST_REVISION) {
      throw new RefusedException(Refusal.COMPACTED);
    }
  }

  /** Collects what a range finds, without values where they are not needed to choose. */
  private static final class Found {
    private final Keys keys;
    private final RangeRequest request;
    private final List<Entry> entries = new ArrayList<>();
    private final boolean sorted;
    private final long enough;
    private long count;

    Found(Keys keys, RangeRequest request) {
      this.keys = keys;
      this.request = request;
      this.sorted = !inKeyOrder(request);
      boolean all = sorted || isFiltered(request) || request.getLimit() <= 0;
      // One more than asked for tells whether there are more.
      this.enough =
          all || request.getLimit() == Long.MAX_VALUE ? Long.MAX_VALUE : request.getLimit() + 1;
    }

    boolean add(Entry entry) {
      count++;
      if (!request.getCountOnly() && entries.size() < enough && passes(entry)) {
        entries.add(entry);
      }
      return true;
    }

    private boolean passes(Entry entry) {
      long mod = entry.mod().main();
      long create = entry.create();
      return (request.getMaxModRevision() == 0 || mod <= request.getMaxModRevision())
          && (request.getMinModRevision() == 0 || mod >= request.getMinModRevision())
          && (request.getMaxCreateRevision() == 0 || create <= request.getMaxCreateRevision())
          && (request.getMinCreateRevision() == 0 || create >= request.getMinCreateRevision());
    }

    void answer(RangeResponse.Builder response) {
      response.setCount(count);
      if (sorted) {
        if (request.getSortTarget() == SortTarget.VALUE) {
          entries.replaceAll(keys::whole);
        }
        Comparator<Entry> order = order(request.getSortTarget());
        entries.sort(request.getSortOrder() == SortOrder.DESCEND ? order.reversed() : order);
      }
      long limit = request.getLimit();
      boolean more = limit > 0 && entries.size() > limit;
      response.setMore(more);
      int size = more ? (int) limit : entries.size();
      for (int i = 0; i < size; i++) {
        Entry entry = entries.get(i);
        response.addKvs(
            request.getKeysOnly() ? entry.withoutValue() : keys.whole(entry).withValue());
      }
    }
  }

  private static boolean isFiltered(RangeRequest request) {
    return request.getMinModRevision() != 0
        || request.getMaxModRevision() != 0
        || request.getMinCreateRevision() != 0
        || request.getMaxCreateRevision() != 0;
  }

  private static boolean inKeyOrder(RangeRequest request) {
    return request.getSortTarget() == SortTarget.KEY && request.getSortOrder() != SortOrder.DESCEND;
  }

  private static Comparator<Entry> order(SortTarget target) {
    Comparator<ByteString> bytes = ByteString.unsignedLexicographicalComparator();
    return switch (target) {
      case VERSION -> Comparator.comparingLong(Entry::version);
      case CREATE -> Comparator.comparingLong(Entry::create);
      case MOD -> Comparator.comparingLong(entry -> entry.mod().main());
      case VALUE -> Comparator.comparing(entry -> entry.read().value(), bytes);
      case KEY, UNRECOGNIZED -> Comparator.comparing(Entry::key, bytes);
    };
  }
}
