package io.synod.members.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.synod.core.Bytes;
import io.synod.sim.chance.Chance;
import io.synod.store.request.Commands;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.Compare;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseRenewal;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.LeaseTick;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store that all members have to have, after each slot that is chosen. */
public final class StoreModel {

  /** Is told what becomes of leases, at the moment when it is chosen. */
  public interface LeaseWatcher {

    /** A lease was granted or renewed. */
    void begins(long id, long ttl);

    /** A lease ended because its time was over, or because somebody wanted that. */
    void ends(long id, boolean byTime);
  }

  /**
   * What became of a command.
   *
   * @param refused it was not done, and changed nothing
   * @param done it did what it says, rather than find something else
   */
  public record Result(boolean refused, boolean done) {}

  /**
   * Where a store stands.
   *
   * @param revision its newest
   * @param compacted its compacted revision; -1 before the first
   * @param leases a sum over the leases and their time
   */
  public record Standing(long revision, long compacted, long leases) {}

  private static final Result REFUSED = new Result(true, false);
  private static final Result DONE = new Result(false, true);
  private static final Result DIFFERS = new Result(false, false);

  private final Keyspace keyspace = new Keyspace();
  private final ModelLeases leases = new ModelLeases();

  /** By slot, but for the one that is under way. */
  private final List<Standing> standings = new ArrayList<>();

  private LeaseWatcher watcher =
      new LeaseWatcher() {
        @Override
        public void begins(long id, long ttl) {}

        @Override
        public void ends(long id, boolean byTime) {}
      };

  private long compacted = -1;

  /** An empty store. */
  public StoreModel() {}

  /** Has somebody told of leases. */
  public void watch(LeaseWatcher leaseWatcher) {
    watcher = leaseWatcher;
  }

  static long sum(long id, long ttl, long end) {
    return Chance.mix(id ^ Chance.mix(ttl ^ Chance.mix(end)));
  }

  /** A sum over leases as {@link Standing} has it: that of the time, and of each lease. */
  public static long sum(long millis, List<io.synod.store.lease.Lease> leases) {
    long sum = millis;
    for (io.synod.store.lease.Lease lease : leases) {
      sum += sum(lease.id(), lease.ttl(), lease.deadline());
    }
    return sum;
  }

  /** A slot begins. */
  public void begin() {
    standings.add(standing());
  }

  private Standing standing() {
    return new Standing(revision(), compacted, leases.sum());
  }

  /** Where the store stands after a slot. */
  public Standing after(long slot) {
    return slot < standings.size() ? standings.get((int) slot) : standing();
  }

  /** The newest revision. */
  public long revision() {
    return keyspace.revision();
  }

  /** The compacted revision; -1 before the first. */
  public long compacted() {
    return compacted;
  }

  /** Whether there is no lease. */
  public boolean isWithoutLeases() {
    return leases.isEmpty();
  }

  /** The most that is left of any lease, in milliseconds of their clock. */
  public long leftOfLeases() {
    return leases.left();
  }

  /** What lived in a range when a revision was the newest, in the order of the keys. */
  public List<ModelEvent> range(ByteString key, ByteString end, long revision) {
    return keyspace.range(key, end, revision);
  }

  /** What a key was before the revision of an event of it; null if it did not live. */
  public @Nullable ModelEvent before(ModelEvent event) {
    return keyspace.living(event.key(), event.revision() - 1);
  }

  /** All events from one revision to another, both included. */
  public List<ModelEvent> events(long from, long to) {
    return keyspace.events(from, to);
  }

  /** The events that somebody can still see. */
  public List<ModelEvent> reachable() {
    return keyspace.reachable(compacted);
  }

  /** How many keys have such an event. */
  public long reachableKeys() {
    return keyspace.reachableKeys(compacted);
  }

  /** Does the next command. */
  public Result apply(Bytes command) {
    Message request = Commands.decode(command);
    Result result =
        switch (request) {
          case PutRequest put -> put(put) ? DONE : REFUSED;
          case DeleteRangeRequest delete -> {
            delete(delete);
            yield DONE;
          }
          case TxnRequest txn -> transact(txn);
          case CompactionRequest compaction -> compact(compaction.getRevision()) ? DONE : REFUSED;
          case LeaseGrantRequest grant -> grant(grant) ? DONE : REFUSED;
          case LeaseRevokeRequest revoke -> revoke(revoke.getID()) ? DONE : REFUSED;
          case LeaseRenewal renewal -> {
            renewal.getIdsList().forEach(this::renew);
            yield DONE;
          }
          case LeaseTick tick -> {
            tick(tick);
            yield DONE;
          }
          case null, default -> throw new IllegalStateException("Nobody asks for " + request);
        };
    keyspace.end();
    return result;
  }

  private boolean put(PutRequest put) {
    if (put.getLease() != 0 && leases.get(put.getLease()) == null) {
      return false;
    }
    keyspace.put(put.getKey(), put.getValue(), put.getLease());
    return true;
  }

  private void delete(DeleteRangeRequest delete) {
    for (ModelEvent living :
        keyspace.range(delete.getKey(), delete.getRangeEnd(), Long.MAX_VALUE)) {
      keyspace.delete(living.key());
    }
  }

  private Result transact(TxnRequest txn) {
    for (Compare compare : txn.getCompareList()) {
      if (!holds(compare)) {
        return DIFFERS;
      }
    }
    for (RequestOp part : txn.getSuccessList()) {
      long lease = part.getRequestPut().getLease();
      if (lease != 0 && leases.get(lease) == null) {
        return REFUSED;
      }
    }
    for (RequestOp part : txn.getSuccessList()) {
      if (part.hasRequestPut()) {
        boolean _ = put(part.getRequestPut());
      } else {
        delete(part.getRequestDeleteRange());
      }
    }
    return DONE;
  }

  /** The two comparisons that clients make: the key was never made, or holds a value. */
  private boolean holds(Compare compare) {
    ModelEvent living = keyspace.living(compare.getKey(), Long.MAX_VALUE);
    return compare.getTarget() == Compare.CompareTarget.CREATE
        ? living == null
        : living != null && living.value().equals(compare.getValue());
  }

  /** Compacts the history, unless that has been done or is yet to be written. */
  public boolean compact(long revision) {
    if (revision <= compacted || revision > revision()) {
      return false;
    }
    compacted = revision;
    return true;
  }

  private boolean grant(LeaseGrantRequest grant) {
    if (leases.get(grant.getID()) != null) {
      return false;
    }
    leases.begin(grant.getID(), grant.getTTL());
    watcher.begins(grant.getID(), grant.getTTL());
    return true;
  }

  private void renew(long id) {
    ModelLeases.Lease lease = leases.get(id);
    if (lease != null) {
      leases.begin(id, lease.ttl());
      watcher.begins(id, lease.ttl());
    }
  }

  private boolean revoke(long id) {
    if (leases.get(id) == null) {
      return false;
    }
    end(id, false);
    return true;
  }

  private void tick(LeaseTick tick) {
    leases.tick(tick);
    for (ModelLeases.Lease due = leases.due(); due != null; due = leases.due()) {
      end(due.id(), true);
      keyspace.end();
    }
  }

  private void end(long id, boolean byTime) {
    for (ModelEvent living :
        keyspace.range(ByteString.EMPTY, ByteString.copyFrom(new byte[1]), Long.MAX_VALUE)) {
      if (living.lease() == id) {
        keyspace.delete(living.key());
      }
    }
    leases.end(id);
    watcher.ends(id, byTime);
  }
}
