package io.synod.store.perform;

import com.google.protobuf.ByteString;
import io.synod.store.answer.Answer;
import io.synod.store.mvcc.Entry;
import io.synod.store.mvcc.Keys;
import io.synod.store.mvcc.Revision;
import io.synod.store.mvcc.Run;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does puts and deletes on a run. Each must stand between the run's begin and end; a refused one
 * must be undone.
 */
public final class Requests {
  /** A rule of the state machine: all members must have the same. */
  private static final int MOST_DELETED = 100_000;

  private Requests() {}

  /** Refuses a put in a transaction that could not be done when the transaction begins. */
  static void check(Run run, PutRequest request) throws RefusedException {
    if (request.getIgnoreValue() || request.getIgnoreLease()) {
      var _ = kept(run, request);
    }
    requireLease(run, request);
  }

  private static void requireLease(Run run, PutRequest request) throws RefusedException {
    if (request.getLease() != 0 && run.leases().get(request.getLease()) == null) {
      throw new RefusedException(Refusal.LEASE_NOT_FOUND);
    }
  }

  private static Entry kept(Keys keys, PutRequest request) throws RefusedException {
    Entry before = living(keys, request.getKey());
    if (before == null) {
      throw new RefusedException(Refusal.KEY_NOT_FOUND);
    }
    return before;
  }

  private static @Nullable Entry living(Keys keys, ByteString key) {
    return keys.living(keys.newest(key), keys.seen());
  }

  /** Does a put. */
  public static Answer.Put put(Run run, PutRequest request) throws RefusedException {
    requireLease(run, request);
    ByteString value = request.getValue();
    long lease = request.getLease();
    Entry before = null;
    if (request.getIgnoreValue() || request.getIgnoreLease()) {
      before = run.whole(kept(run, request));
      value = request.getIgnoreValue() ? before.read().value() : value;
      lease = request.getIgnoreLease() ? before.lease() : lease;
    } else if (request.getPrevKv()) {
      before = living(run, request.getKey());
    }
    run.put(request.getKey(), value, lease);
    boolean tell = request.getPrevKv() && before != null;
    return new Answer.Put(run.revision(), tell && before != null ? before.bare() : null);
  }

  /** Does a compaction. What it makes unreachable is removed later, a little at a time. */
  public static Answer.Done compact(Run run, CompactionRequest request) throws RefusedException {
    if (request.getRevision() <= run.compacted()) {
      throw new RefusedException(Refusal.COMPACTED);
    }
    if (request.getRevision() > run.revision()) {
      throw new RefusedException(Refusal.FUTURE_REVISION);
    }
    run.compact(request.getRevision());
    return new Answer.Done(run.revision());
  }

  /** Does a delete. */
  public static Answer.Deletion delete(Run run, DeleteRangeRequest request)
      throws RefusedException {
    Revision upTo = run.seen();
    List<Entry> found = new ArrayList<>();
    int most = MOST_DELETED - run.changes();
    run.visit(
        request.getKey(),
        request.getRangeEnd(),
        upTo,
        entry -> found.add(entry) && found.size() <= most);
    if (found.size() > most) {
      throw new RefusedException(Refusal.TOO_MANY_TO_DELETE);
    }
    found.forEach(run::delete);
    Answer.@Nullable Range previous = null;
    if (request.getPrevKv() && !found.isEmpty()) {
      RangeRequest range =
          RangeRequest.newBuilder()
              .setKey(request.getKey())
              .setRangeEnd(request.getRangeEnd())
              .build();
      previous = new Answer.Range(run.revision(), range, upTo);
    }
    return new Answer.Deletion(run.revision(), found.size(), previous);
  }
}
