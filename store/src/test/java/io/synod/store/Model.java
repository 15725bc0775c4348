package io.synod.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.Compare;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.DeleteRangeResponse;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseRenewal;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.LeaseTick;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.ResponseHeader;
import io.synod.store.wire.ResponseOp;
import io.synod.store.wire.TxnRequest;
import io.synod.store.wire.TxnResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * etcd's data model without any cleverness: the whole content at every revision, copied for each.
 * Values are ASCII.
 */
final class Model {
  private final List<NavigableMap<String, KeyValue>> revisions = new ArrayList<>();
  private long compacted = -1;

  private final NavigableMap<Long, long[]> leases = new TreeMap<>();
  private long leaseTime;
  private long lastTick;

  Model() {
    revisions.add(new TreeMap<>());
    revisions.add(new TreeMap<>());
  }

  private Model(Model other) {
    revisions.addAll(other.revisions);
    compacted = other.compacted;
    leases.putAll(other.leases);
  }

  private int newest() {
    return revisions.size() - 1;
  }

  /** Does a request that is about keys or leases. */
  Message perform(Message request) throws RefusedException {
    return switch (request) {
      case LeaseGrantRequest grant -> {
        if (leases.containsKey(grant.getID())) {
          throw new RefusedException(Refusal.LEASE_EXISTS);
        }
        renew(grant.getID(), grant.getTTL());
        yield done();
      }
      case LeaseRevokeRequest revoke -> {
        if (!leases.containsKey(revoke.getID())) {
          throw new RefusedException(Refusal.LEASE_NOT_FOUND);
        }
        end(revoke.getID());
        yield done();
      }
      case LeaseRenewal renewal -> {
        LeaseRenewal.Builder ttls = LeaseRenewal.newBuilder();
        for (long id : renewal.getIdsList()) {
          long[] lease = leases.get(id);
          ttls.addIds(lease == null ? 0 : lease[0]);
          if (lease != null) {
            renew(id, lease[0]);
          }
        }
        yield ttls.build();
      }
      case LeaseTick tick -> tick(tick);
      default -> performOnKeys(request);
    };
  }

  private PutResponse done() {
    return PutResponse.newBuilder()
        .setHeader(ResponseHeader.newBuilder().setRevision(newest()))
        .build();
  }

  private void renew(long id, long ttl) {
    leases.put(id, new long[] {ttl, leaseTime + 1_000 * ttl + 1_000});
  }

  private void end(long id) {
    leases.remove(id);
    NavigableMap<String, KeyValue> content = new TreeMap<>(revisions.getLast());
    if (content.values().removeIf(kv -> kv.getLease() == id)) {
      revisions.add(content);
    }
  }

  private LeaseTick tick(LeaseTick tick) {
    if (tick.getNumber() > lastTick) {
      lastTick = tick.getNumber();
      leaseTime += Math.min(500, tick.getElapsedMillis());
    }
    while (true) {
      Map.Entry<Long, long[]> first = null;
      for (Map.Entry<Long, long[]> entry : leases.entrySet()) {
        boolean earlier = first == null || entry.getValue()[1] < first.getValue()[1];
        if (earlier && entry.getValue()[1] <= leaseTime) {
          first = entry;
        }
      }
      if (first == null) {
        return LeaseTick.newBuilder().setElapsedMillis(newest()).build();
      }
      end(first.getKey());
    }
  }

  /** The ends of the leases that there are. */
  Map<Long, Long> leases() {
    Map<Long, Long> ends = new TreeMap<>();
    leases.forEach((id, lease) -> ends.put(id, lease[1]));
    return ends;
  }

  /** The keys of a lease. */
  List<String> keys(long lease) {
    return revisions.getLast().values().stream()
        .filter(kv -> kv.getLease() == lease)
        .map(kv -> text(kv.getKey()))
        .toList();
  }

  private Message performOnKeys(Message request) throws RefusedException {
    Model tried = new Model(this);
    Pending pending = tried.new Pending();
    Message response = pending.top(request);
    pending.close();
    revisions.clear();
    revisions.addAll(tried.revisions);
    compacted = tried.compacted;
    return response;
  }

  private static String text(ByteString bytes) {
    return bytes.toStringUtf8();
  }

  private static NavigableMap<String, KeyValue> within(
      NavigableMap<String, KeyValue> all, ByteString key, ByteString end) {
    NavigableMap<String, KeyValue> found = new TreeMap<>();
    for (Map.Entry<String, KeyValue> entry : all.entrySet()) {
      boolean in =
          end.isEmpty()
              ? entry.getKey().equals(text(key))
              : entry.getKey().compareTo(text(key)) >= 0
                  && (text(end).equals("\0") || entry.getKey().compareTo(text(end)) < 0);
      if (in) {
        found.put(entry.getKey(), entry.getValue());
      }
    }
    return found;
  }

  /** One request: what it has written so far, as the content of the revision that it would make. */
  private final class Pending {
    private final NavigableMap<String, KeyValue> before = revisions.getLast();
    private final NavigableMap<String, KeyValue> content = new TreeMap<>(before);
    private boolean changed;

    private long revision() {
      return changed ? newest() + 1 : newest();
    }

    private ResponseHeader header() {
      return ResponseHeader.newBuilder().setRevision(revision()).build();
    }

    void close() {
      if (changed) {
        revisions.add(content);
      }
    }

    Message top(Message request) throws RefusedException {
      if (request instanceof TxnRequest txn) {
        List<Boolean> branches = new ArrayList<>();
        choose(txn, branches);
        check(txn, new ArrayList<>(branches));
        TxnResponse response = txn(txn, branches);
        return response.toBuilder().setHeader(header()).build();
      }
      if (request instanceof RangeRequest range) {
        check(range);
      }
      if (request instanceof PutRequest put) {
        requireLease(put);
        check(put);
      }
      if (request instanceof CompactionRequest compaction) {
        compact(compaction.getRevision());
      }
      return single(request);
    }

    private void check(RangeRequest range) throws RefusedException {
      if (range.getRevision() > newest()) {
        throw new RefusedException(Refusal.FUTURE_REVISION);
      }
      if (range.getRevision() > 0 && range.getRevision() < compacted) {
        throw new RefusedException(Refusal.COMPACTED);
      }
    }

    private Message single(Message request) {
      return switch (request) {
        case PutRequest put -> put(put);
        case DeleteRangeRequest delete -> delete(delete);
        case RangeRequest range -> range(range);
        case CompactionRequest _ -> PutResponse.newBuilder().setHeader(header()).build();
        default -> throw new AssertionError(request);
      };
    }

    private void compact(long revision) throws RefusedException {
      if (revision <= compacted) {
        throw new RefusedException(Refusal.COMPACTED);
      }
      if (revision > newest()) {
        throw new RefusedException(Refusal.FUTURE_REVISION);
      }
      compacted = revision;
    }

    private PutResponse put(PutRequest put) {
      KeyValue old = content.get(text(put.getKey()));
      changed = true;
      KeyValue.Builder fresh =
          KeyValue.newBuilder()
              .setKey(put.getKey())
              .setValue(put.getIgnoreValue() && old != null ? old.getValue() : put.getValue())
              .setModRevision(revision())
              .setLease(put.getIgnoreLease() && old != null ? old.getLease() : put.getLease())
              .setCreateRevision(old == null ? revision() : old.getCreateRevision())
              .setVersion(old == null ? 1 : old.getVersion() + 1);
      content.put(text(put.getKey()), fresh.build());
      PutResponse.Builder response = PutResponse.newBuilder().setHeader(header());
      if (put.getPrevKv() && old != null) {
        response.setPrevKv(old);
      }
      return response.build();
    }

    private DeleteRangeResponse delete(DeleteRangeRequest delete) {
      NavigableMap<String, KeyValue> doomed =
          within(content, delete.getKey(), delete.getRangeEnd());
      changed |= !doomed.isEmpty();
      content.keySet().removeAll(doomed.keySet());
      DeleteRangeResponse.Builder response =
          DeleteRangeResponse.newBuilder().setHeader(header()).setDeleted(doomed.size());
      if (delete.getPrevKv()) {
        response.addAllPrevKvs(doomed.values());
      }
      return response.build();
    }

    private RangeResponse range(RangeRequest range) {
      NavigableMap<String, KeyValue> source =
          range.getRevision() <= 0 || range.getRevision() > newest()
              ? content
              : revisions.get((int) range.getRevision());
      List<KeyValue> found =
          new ArrayList<>(within(source, range.getKey(), range.getRangeEnd()).values());
      RangeResponse.Builder response =
          RangeResponse.newBuilder().setHeader(header()).setCount(found.size());
      if (range.getCountOnly()) {
        return response.build();
      }
      found.removeIf(kv ->
          (range.getMinModRevision() != 0 && kv.getModRevision() < range.getMinModRevision())
              || (range.getMaxModRevision() != 0 && kv.getModRevision() > range.getMaxModRevision())
              || (range.getMinCreateRevision() != 0
                  && kv.getCreateRevision() < range.getMinCreateRevision())
              || (range.getMaxCreateRevision() != 0
                  && kv.getCreateRevision() > range.getMaxCreateRevision()));
      if (sortsTheFirstOnly(range) && found.size() > range.getLimit()) {
        found = new ArrayList<>(found.subList(0, (int) range.getLimit() + 1));
      }
      Comparator<KeyValue> order = order(range.getSortTarget());
      found.sort(range.getSortOrder() == RangeRequest.SortOrder.DESCEND ? order.reversed() : order);
      if (range.getLimit() > 0 && found.size() > range.getLimit()) {
        response.setMore(true);
        found = found.subList(0, (int) range.getLimit());
      }
      for (KeyValue kv : found) {
        response.addKvs(range.getKeysOnly() ? kv.toBuilder().clearValue().build() : kv);
      }
      return response.build();
    }

    private static boolean sortsTheFirstOnly(RangeRequest range) {
      return range.getSortOrder() == RangeRequest.SortOrder.NONE
          && range.getLimit() > 0
          && range.getMinModRevision() == 0
          && range.getMaxModRevision() == 0
          && range.getMinCreateRevision() == 0
          && range.getMaxCreateRevision() == 0;
    }

    private static Comparator<KeyValue> order(RangeRequest.SortTarget target) {
      return switch (target) {
        case KEY, UNRECOGNIZED -> Comparator.comparing(kv -> text(kv.getKey()));
        case VALUE -> Comparator.comparing(kv -> text(kv.getValue()));
        case VERSION -> Comparator.comparingLong(KeyValue::getVersion);
        case CREATE -> Comparator.comparingLong(KeyValue::getCreateRevision);
        case MOD -> Comparator.comparingLong(KeyValue::getModRevision);
      };
    }

    private void choose(TxnRequest txn, List<Boolean> branches) {
      boolean all = txn.getCompareList().stream().allMatch(this::holds);
      branches.add(all);
      for (RequestOp operation : all ? txn.getSuccessList() : txn.getFailureList()) {
        if (operation.hasRequestTxn()) {
          choose(operation.getRequestTxn(), branches);
        }
      }
    }

    private boolean holds(Compare compare) {
      NavigableMap<String, KeyValue> found =
          within(before, compare.getKey(), compare.getRangeEnd());
      if (found.isEmpty()) {
        return compare.getTarget() != Compare.CompareTarget.VALUE
            && holds(compare, KeyValue.getDefaultInstance());
      }
      return found.values().stream().allMatch(kv -> holds(compare, kv));
    }

    private static boolean holds(Compare compare, KeyValue kv) {
      ToLongFunction<KeyValue> difference =
          switch (compare.getTarget()) {
            case VERSION -> found -> found.getVersion() - compare.getVersion();
            case CREATE -> found -> found.getCreateRevision() - compare.getCreateRevision();
            case MOD -> found -> found.getModRevision() - compare.getModRevision();
            case LEASE -> found -> Long.compare(found.getLease(), compare.getLease());
            case VALUE -> found -> text(found.getValue()).compareTo(text(compare.getValue()));
            case UNRECOGNIZED -> throw new AssertionError(compare);
          };
      long order = difference.applyAsLong(kv);
      return switch (compare.getResult()) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case GREATER -> order > 0;
        case UNRECOGNIZED -> throw new AssertionError(compare);
      };
    }

    private void check(PutRequest put) throws RefusedException {
      boolean ignores = put.getIgnoreValue() || put.getIgnoreLease();
      if (ignores && !before.containsKey(text(put.getKey()))) {
        throw new RefusedException(Refusal.KEY_NOT_FOUND);
      }
      requireLease(put);
    }

    private void requireLease(PutRequest put) throws RefusedException {
      if (put.getLease() != 0 && !leases.containsKey(put.getLease())) {
        throw new RefusedException(Refusal.LEASE_NOT_FOUND);
      }
    }

    private void check(TxnRequest txn, List<Boolean> branches) throws RefusedException {
      List<RequestOp> done = new ArrayList<>();
      flatten(txn, branches, done);
      for (RequestOp operation : done) {
        if (operation.hasRequestPut()) {
          check(operation.getRequestPut());
        }
      }
      for (RequestOp operation : done) {
        if (operation.hasRequestRange()) {
          check(operation.getRequestRange());
        }
      }
    }

    private static void flatten(TxnRequest txn, List<Boolean> branches, List<RequestOp> all) {
      for (RequestOp operation :
          branches.removeFirst() ? txn.getSuccessList() : txn.getFailureList()) {
        all.add(operation);
        if (operation.hasRequestTxn()) {
          flatten(operation.getRequestTxn(), branches, all);
        }
      }
    }

    private TxnResponse txn(TxnRequest txn, List<Boolean> branches) {
      boolean succeeded = branches.removeFirst();
      TxnResponse.Builder response =
          TxnResponse.newBuilder()
              .setHeader(ResponseHeader.getDefaultInstance())
              .setSucceeded(succeeded);
      for (RequestOp operation : succeeded ? txn.getSuccessList() : txn.getFailureList()) {
        ResponseOp.Builder answer = response.addResponsesBuilder();
        switch (operation.getRequestCase()) {
          case REQUEST_RANGE -> answer.setResponseRange(range(operation.getRequestRange()));
          case REQUEST_PUT -> answer.setResponsePut(put(operation.getRequestPut()));
          case REQUEST_DELETE_RANGE ->
              answer.setResponseDeleteRange(delete(operation.getRequestDeleteRange()));
          case REQUEST_TXN -> answer.setResponseTxn(txn(operation.getRequestTxn(), branches));
          case REQUEST_NOT_SET -> throw new AssertionError(txn);
        }
      }
      return response.build();
    }
  }
}
