package io.synod.store.answer;

import com.google.protobuf.MessageLite;
import io.synod.store.mvcc.Entry;
import io.synod.store.mvcc.Keys;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.DeleteRangeResponse;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeRequest.SortOrder;
import io.synod.store.wire.RangeRequest.SortTarget;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.ResponseHeader;
import io.synod.store.wire.ResponseOp;
import io.synod.store.wire.TxnResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Works out which parts an answer has, and how long they are. It reads keys, and values only where
 * they are needed to choose or to sort.
 */
final class Sizing {
  private final Keys keys;
  private final Room room;
  private long taken;

  Sizing(Keys keys, Room room) {
    this.keys = keys;
    this.room = room;
  }

  /** How much room for sorting the parts hold. */
  long taken() {
    return taken;
  }

  List<Part> parts(Answer answer, ResponseHeader header) throws RefusedException {
    List<Part> parts = new ArrayList<>(3);
    switch (answer) {
      case Answer.Put put -> add(parts, put, header);
      case Answer.Range range -> add(parts, range, header);
      case Answer.Deletion deletion -> add(parts, deletion, header);
      case Answer.Txn txn -> add(parts, txn, header);
      case Answer.Done _, Answer.Renewed _, Answer.Ticked _ ->
          parts.add(Literal.of(PutResponse.newBuilder().setHeader(header).build()));
    }
    return parts;
  }

  private void add(List<Part> parts, Answer.Put put, ResponseHeader header) {
    parts.add(Literal.of(PutResponse.newBuilder().setHeader(header).build()));
    Entry previous = put.previous();
    if (previous != null) {
      Pair.Kind kind = new Pair.Kind(PutResponse.PREV_KV_FIELD_NUMBER, true);
      parts.add(listed(kind, List.of(keys.sized(previous))));
    }
  }

  private static Pairs listed(Pair.Kind kind, List<Entry> entries) {
    long size = 0;
    for (Entry entry : entries) {
      size += kind.size(entry);
    }
    return new Pairs(kind, new Entries.Listed(new ArrayList<>(entries)), size);
  }

  private void add(List<Part> parts, Answer.Range range, ResponseHeader header)
      throws RefusedException {
    RangeRequest request = range.request();
    parts.add(Literal.of(RangeResponse.newBuilder().setHeader(header).build()));
    Found found =
        find(range, new Pair.Kind(RangeResponse.KVS_FIELD_NUMBER, !request.getKeysOnly()));
    addUnlessEmpty(parts, found.pairs);
    MessageLite rest = RangeResponse.newBuilder().setMore(found.more).setCount(found.count).build();
    addUnlessEmpty(parts, Literal.of(rest));
  }

  private void add(List<Part> parts, Answer.Deletion deletion, ResponseHeader header)
      throws RefusedException {
    parts.add(
        Literal.of(
            DeleteRangeResponse.newBuilder()
                .setHeader(header)
                .setDeleted(deletion.deleted())
                .build()));
    Answer.Range previous = deletion.previous();
    if (previous != null) {
      Pair.Kind kind = new Pair.Kind(DeleteRangeResponse.PREV_KVS_FIELD_NUMBER, true);
      parts.add(find(previous, kind).pairs);
    }
  }

  private void add(List<Part> parts, Answer.Txn txn, ResponseHeader header)
      throws RefusedException {
    parts.add(
        Literal.of(
            TxnResponse.newBuilder().setHeader(header).setSucceeded(txn.succeeded()).build()));
    for (Answer response : txn.responses()) {
      ResponseHeader inner = ResponseHeader.newBuilder().setRevision(response.revision()).build();
      List<Part> body = parts(response, inner);
      long length = size(body);
      Literal before = Literal.before(number(response), length);
      parts.add(Literal.before(TxnResponse.RESPONSES_FIELD_NUMBER, before.size() + length));
      parts.add(before);
      parts.addAll(body);
    }
  }

  private static int number(Answer response) {
    return switch (response) {
      case Answer.Put _, Answer.Done _, Answer.Renewed _, Answer.Ticked _ ->
          ResponseOp.RESPONSE_PUT_FIELD_NUMBER;
      case Answer.Range _ -> ResponseOp.RESPONSE_RANGE_FIELD_NUMBER;
      case Answer.Deletion _ -> ResponseOp.RESPONSE_DELETE_RANGE_FIELD_NUMBER;
      case Answer.Txn _ -> ResponseOp.RESPONSE_TXN_FIELD_NUMBER;
    };
  }

  static long size(List<Part> parts) {
    long size = 0;
    for (Part part : parts) {
      size += part.size();
    }
    return size;
  }

  private static void addUnlessEmpty(List<Part> parts, Part part) {
    if (part.size() > 0) {
      parts.add(part);
    }
  }

  private record Found(Pairs pairs, long count, boolean more) {}

  private Found find(Answer.Range range, Pair.Kind kind) throws RefusedException {
    RangeRequest request = range.request();
    boolean sorted =
        request.getSortTarget() != SortTarget.KEY || request.getSortOrder() == SortOrder.DESCEND;
    try (Ranking ranking = new Ranking(request, room)) {
      Search search = new Search(request, kind, sorted && !request.getCountOnly() ? ranking : null);
      keys.visit(request.getKey(), request.getRangeEnd(), range.upTo(), search::visit);
      RefusedException refused = search.refused;
      if (refused != null) {
        throw refused;
      }
      Pairs pairs = search.ranking == null ? search.inOrder(range) : ranking.sorted(kind);
      taken += ranking.keep();
      return new Found(pairs, search.count, search.passed > search.limit);
    }
  }

  /** Looks at what a range holds, by etcd's rules for its limit, filters and count. */
  private final class Search {
    /** As many are kept from the first look; more are looked for again. */
    private static final int FEW = 256;

    private final RangeRequest request;
    private final Pair.Kind kind;
    private final @Nullable Ranking ranking;
    private final long limit;
    private final long ranked;
    private final List<Entry> few = new ArrayList<>();
    private long count;
    private long passed;
    private long size;
    private @Nullable RefusedException refused;

    Search(RangeRequest request, Pair.Kind kind, @Nullable Ranking ranking) {
      this.request = request;
      this.kind = kind;
      this.ranking = ranking;
      this.limit = request.getLimit() <= 0 ? Long.MAX_VALUE : request.getLimit();
      this.ranked = sortsBeforeItCuts(request) ? Long.MAX_VALUE : limit + 1;
    }

    /**
     * etcd sorts by a target also where no order is named, but then, unless there are filters, only
     * the first keys up to one more than the limit.
     */
    private static boolean sortsBeforeItCuts(RangeRequest request) {
      return request.getSortOrder() != SortOrder.NONE
          || request.getLimit() <= 0
          || request.getLimit() == Long.MAX_VALUE
          || Filter.filters(request);
    }

    boolean visit(Entry found) {
      count++;
      if (!request.getCountOnly() && Filter.passes(request, found)) {
        passed++;
        if (ranking == null ? passed <= limit : passed <= ranked) {
          return take(kind.values() ? keys.sized(found) : found);
        }
      }
      return true;
    }

    private boolean take(Entry entry) {
      long length = kind.size(entry);
      try {
        if (ranking != null) {
          ranking.add(keys, entry, length);
          return true;
        }
      } catch (RefusedException e) {
        refused = e;
        return false;
      }
      size += length;
      if (passed <= FEW) {
        few.add(entry);
      } else if (passed == FEW + 1) {
        few.clear();
      }
      return true;
    }

    Pairs inOrder(Answer.Range range) {
      long taken = Math.min(passed, limit);
      Entries entries =
          taken <= FEW ? new Entries.Listed(few) : new Entries.Found(request, range.upTo(), taken);
      return new Pairs(kind, entries, size);
    }
  }
}
