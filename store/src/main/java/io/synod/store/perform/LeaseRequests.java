package io.synod.store.perform;

import io.synod.store.answer.Answer;
import io.synod.store.lease.Lease;
import io.synod.store.mvcc.Entry;
import io.synod.store.mvcc.Run;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.request.RequestCheck;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseRenewal;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.LeaseTick;
import java.util.ArrayList;
import java.util.List;

/** Does what is asked of leases on a run, between its begin and end. */
public final class LeaseRequests {
  /**
   * How many leases and keys may go in one tick, and those of one more lease; the others wait for
   * the next, which is proposed at once, and so do requests that have come meanwhile: no longer
   * than one tick takes, a few milliseconds. A rule of the state machine: all members must have the
   * same.
   */
  private static final int MOST_ENDED = 100;

  private LeaseRequests() {}

  /** Grants a lease. Which id and time to live it gets is decided before. */
  public static Answer.Done grant(Run run, LeaseGrantRequest request) throws RefusedException {
    RequestCheck.check(request);
    if (request.getID() == 0) {
      throw new RefusedException(Refusal.LEASE_NOT_FOUND);
    }
    if (run.leases().get(request.getID()) != null) {
      throw new RefusedException(Refusal.LEASE_EXISTS);
    }
    run.leases().grant(request.getID(), Math.max(1, request.getTTL()));
    return new Answer.Done(run.revision());
  }

  /** Ends a lease and deletes its keys. */
  public static Answer.Done revoke(Run run, LeaseRevokeRequest request) throws RefusedException {
    Lease lease = run.leases().get(request.getID());
    if (lease == null) {
      throw new RefusedException(Refusal.LEASE_NOT_FOUND);
    }
    var _ = end(run, lease);
    return new Answer.Done(run.revision());
  }

  private static int end(Run run, Lease lease) {
    List<Entry> keys = run.attached(lease.id());
    keys.forEach(run::delete);
    run.leases().end(lease);
    return keys.size();
  }

  /** Lets leases begin again. */
  public static Answer.Renewed renew(Run run, LeaseRenewal renewal) {
    List<Long> ttls = new ArrayList<>(renewal.getIdsCount());
    for (long id : renewal.getIdsList()) {
      ttls.add(run.leases().renew(id));
    }
    return new Answer.Renewed(run.revision(), ttls);
  }

  /** Lets time pass, and ends leases whose time is over, each in a revision of its own. */
  public static Answer.Ticked tick(Run run, LeaseTick tick) {
    run.leases().tick(tick);
    int ended = 0;
    Lease due = run.leases().due();
    while (due != null && ended < MOST_ENDED) {
      run.begin();
      ended += 1 + end(run, due);
      run.end();
      due = run.leases().due();
    }
    return new Answer.Ticked(run.revision(), due != null);
  }
}
