package io.synod.store.mvcc;

import com.google.protobuf.ByteString;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.DeleteRangeResponse;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.ResponseHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does puts and deletes on a run. Each must stand between the run's begin and end; a refused one
 * must be undone.
 */
public final class Requests {
  private Requests() {}

  /**
   * Refuses a put that cannot be done.
   *
   * <p>There are no leases yet, so a put that names one cannot.
   */
  static void check(Keys keys, PutRequest request) throws RefusedException {
    if (request.getLease() != 0) {
      throw new RefusedException(Refusal.LEASE_NOT_FOUND);
    }
    if (request.getIgnoreValue() || request.getIgnoreLease()) {
      var _ = kept(keys, request);
    }
  }

  private static Entry kept(Keys keys, PutRequest request) throws RefusedException {
    Entry before = keys.living(keys.newest(request.getKey()), keys.revision());
    if (before == null) {
      throw new RefusedException(Refusal.KEY_NOT_FOUND);
    }
    return before;
  }

  /** Does a put. */
  public static @Nullable PutResponse put(Run run, PutRequest request, boolean wanted)
      throws RefusedException {
    check(run, request);
    ByteString value = request.getValue();
    long lease = request.getLease();
    Entry before = null;
    if (request.getIgnoreValue() || request.getIgnoreLease()) {
      before = run.whole(kept(run, request));
      value = request.getIgnoreValue() ? before.read().value() : value;
      lease = request.getIgnoreLease() ? before.lease() : lease;
    } else if (wanted && request.getPrevKv()) {
      Entry living = run.living(run.newest(request.getKey()), run.revision());
      before = living == null ? null : run.whole(living);
    }
    run.put(request.getKey(), value, lease);
    if (!wanted) {
      return null;
    }
    PutResponse.Builder response = PutResponse.newBuilder().setHeader(header(run.revision()));
    if (request.getPrevKv() && before != null) {
      response.setPrevKv(before.withValue());
    }
    return response.build();
  }

  /** Does a delete. */
  public static @Nullable DeleteRangeResponse delete(
      Run run, DeleteRangeRequest request, boolean wanted) {
    List<Entry> found = new ArrayList<>();
    run.visit(request.getKey(), request.getRangeEnd(), run.revision(), found::add);
    DeleteRangeResponse.Builder response =
        DeleteRangeResponse.newBuilder().setDeleted(found.size());
    for (Entry entry : found) {
      if (wanted && request.getPrevKv()) {
        response.addPrevKvs(run.whole(entry).withValue());
      }
      run.delete(entry);
    }
    return wanted ? response.setHeader(header(run.revision())).build() : null;
  }

  static ResponseHeader header(long revision) {
    return ResponseHeader.newBuilder().setRevision(revision).build();
  }
}
