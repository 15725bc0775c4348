package io.synod.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.synod.core.Bytes;
import io.synod.node.apply.DurableMachine;
import io.synod.node.loop.Turns;
import io.synod.store.answer.Answer;
import io.synod.store.lease.Leases;
import io.synod.store.map.MapHome;
import io.synod.store.map.MemoryHome;
import io.synod.store.map.OrderedMap;
import io.synod.store.map.RocksHome;
import io.synod.store.mvcc.Entry;
import io.synod.store.mvcc.Holds;
import io.synod.store.mvcc.Keys;
import io.synod.store.mvcc.Revision;
import io.synod.store.mvcc.Run;
import io.synod.store.mvcc.State;
import io.synod.store.perform.LeaseRequests;
import io.synod.store.perform.Requests;
import io.synod.store.perform.Transactions;
import io.synod.store.request.Commands;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.request.RequestCheck;
import io.synod.store.watch.Events;
import io.synod.store.watch.Recent;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseRenewal;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.LeaseTick;
import io.synod.store.wire.Member;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.TxnRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * etcd's data model as a state machine: keys with all their revisions, changed by puts, deletes and
 * transactions.
 *
 * <p>Commands are what {@link Commands} encodes. What this class declares beyond {@link
 * DurableMachine} reads what is committed, from any thread, without waiting for commands that are
 * being applied.
 */
public final class EtcdStore implements DurableMachine<Outcome> {
  /** After how long it is looked again whether what was to be removed is still read. */
  private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final MapHome home;
  private final StoreLimits limits;
  // Readers share it; whoever closes the map that they read from takes it alone.
  private final ReadWriteLock guard = new ReentrantReadWriteLock();
  private final Attributes attributes = new Attributes();
  private final Recent recent;
  private final Holds holds = new Holds();
  private final Reader reader = new Reader(guard.readLock(), this::open, holds);
  private final Waiters waiters = new Waiters();
  private volatile State state;
  private boolean closed;
  private Run run;

  private EtcdStore(MapHome home, StoreLimits limits, State state) {
    this.home = home;
    this.limits = limits;
    this.state = state;
    this.run = state.run();
    holds.replaced(state.compacted());
    this.recent = new Recent(state.revision(), limits.recentBytes());
  }

  /**
   * Opens the store in a directory, as its last flush left it, or makes an empty one.
   *
   * @param directory belongs to the store alone; its parent exists
   * @throws IOException if it cannot be read, or a newer version wrote it
   */
  public static EtcdStore open(Path directory) throws IOException {
    return open(new RocksHome(directory));
  }

  /** An empty store that lives in memory and takes all of its content with it. */
  public static EtcdStore inMemory() {
    try {
      return open(new MemoryHome());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Opens the store in a home of maps, as its last flush left it, or makes an empty one. */
  public static EtcdStore open(MapHome home) throws IOException {
    return open(home, StoreLimits.usual());
  }

  /** The same with other limits. */
  public static EtcdStore open(MapHome home, StoreLimits limits) throws IOException {
    return new EtcdStore(home, limits, stateIn(home.open(), limits));
  }

  private static State stateIn(OrderedMap map, StoreLimits limits) throws IOException {
    try {
      return State.in(map, limits.slice());
    } catch (IOException | RuntimeException failed) {
      map.close();
      throw failed;
    }
  }

  /** Reads what is committed, for any thread. */
  public Reader reader() {
    return reader;
  }

  private State open() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    return state;
  }

  /** The committed main revision; 1 while nothing has been written. */
  public long revision() {
    return state.revision();
  }

  /**
   * The revision up to which the history is compacted; what was superseded at it or before cannot
   * be read. -1 before the first time, as in etcd.
   */
  public long compacted() {
    return state.compacted();
  }

  /** The compacted revision for which nothing is left here to remove, as far as is known. */
  public long scrubbed() {
    return state.scrubbed();
  }

  /**
   * Has something done once nothing is left here of what a compaction made unreachable; now, or
   * later on the thread that applies.
   *
   * @param revision that of the compaction
   */
  public void whenScrubbed(long revision, Runnable then) {
    waiters.add(revision, then);
    waiters.reached(state.scrubbed());
  }

  /** Has the room of what was removed given back soon. It is, in time, without this. */
  public void reclaim() {
    guard.readLock().lock();
    try {
      open().reclaim();
    } finally {
      guard.readLock().unlock();
    }
  }

  /** Bytes that the store takes up in memory and on disk. */
  public long sizeBytes() {
    guard.readLock().lock();
    try {
      return state.sizeBytes();
    } finally {
      guard.readLock().unlock();
    }
  }

  /** An estimate of those bytes that hold what still counts. */
  public long sizeInUse() {
    guard.readLock().lock();
    try {
      return state.sizeInUse();
    } finally {
      guard.readLock().unlock();
    }
  }

  /** The events committed last, for whoever follows them. */
  public Recent recent() {
    return recent;
  }

  /**
   * Reads committed events from the history, whole revisions in their order.
   *
   * @param from the first revision
   * @param most about how many bytes to read
   */
  public Events events(long from, long most) {
    guard.readLock().lock();
    try {
      return open().events(from, most);
    } finally {
      guard.readLock().unlock();
    }
  }

  /**
   * Reads what a key held when the revision of one of its events began; null if it did not live
   * then, or if that is compacted, whether or not it is still there.
   */
  public @Nullable Entry before(Entry event) {
    guard.readLock().lock();
    try {
      Keys keys = open().keys();
      if (event.mod().main() <= keys.compacted()) {
        return null;
      }
      Entry before = keys.living(event, Revision.endOf(event.mod().main() - 1));
      return before == null ? null : keys.whole(before);
    } finally {
      guard.readLock().unlock();
    }
  }

  /** The leases, as committed. */
  public Leases leases() {
    return state.leases();
  }

  /** The keys of a lease in their order, as committed. */
  public List<ByteString> leaseKeys(long lease) {
    guard.readLock().lock();
    try {
      return open().leases().keys(lease);
    } finally {
      guard.readLock().unlock();
    }
  }

  /** What members have told about themselves, as committed; in no order. */
  public List<Member> members() {
    return Attributes.in(state.notes());
  }

  @Override
  public long durableSlot() {
    return state.durableSlot();
  }

  @Override
  public Map<String, Bytes> notes() {
    return Attributes.without(state.notes());
  }

  @Override
  public @Nullable Outcome apply(Bytes command, boolean wanted) {
    run.begin();
    try {
      Answer answer = perform(Commands.decode(command));
      run.end();
      return wanted ? new Outcome.Ok(answer) : null;
    } catch (RefusedException refused) {
      run.undo();
      return wanted ? new Outcome.Refused(refused.refusal()) : null;
    }
  }

  private Answer perform(@Nullable Message request) throws RefusedException {
    return switch (request) {
      case PutRequest put -> {
        RequestCheck.check(put);
        yield Requests.put(run, put);
      }
      case DeleteRangeRequest delete -> {
        RequestCheck.check(delete);
        yield Requests.delete(run, delete);
      }
      case TxnRequest txn -> {
        RequestCheck.checkParts(txn, Integer.MAX_VALUE);
        yield Transactions.write(run, txn);
      }
      case CompactionRequest compaction -> Requests.compact(run, compaction);
      case LeaseGrantRequest grant -> LeaseRequests.grant(run, grant);
      case LeaseRevokeRequest revoke -> LeaseRequests.revoke(run, revoke);
      case LeaseRenewal renewal -> LeaseRequests.renew(run, renewal);
      case LeaseTick tick -> LeaseRequests.tick(run, tick);
      case Member member -> {
        attributes.tell(member);
        yield new Answer.Done(run.revision());
      }
      case null, default -> throw new RefusedException(Refusal.MALFORMED);
    };
  }

  @Override
  public void commit(long slot, Map<String, Bytes> notes) throws IOException {
    List<Entry> events = recent.isWanted() ? List.copyOf(run.events()) : null;
    state.commit(run, slot, attributes.with(notes));
    attributes.committed();
    recent.committed(events, state.revision());
  }

  @Override
  public long tidy() throws IOException {
    State.Scrubbed scrubbed = state.scrub(holds);
    waiters.reached(state.scrubbed());
    return switch (scrubbed) {
      case PARTLY -> Turns.AGAIN;
      case HELD -> HELD_NANOS;
      case ALL -> Turns.UNTIL_WOKEN;
    };
  }

  @Override
  public long flush() throws IOException {
    guard.readLock().lock();
    try {
      return state.flush();
    } finally {
      guard.readLock().unlock();
    }
  }

  @Override
  public void checkpoint(Path directory) throws IOException {
    state.checkpoint(directory);
  }

  @Override
  public void restore(Path directory) throws IOException {
    State restored = stage(directory);
    guard.writeLock().lock();
    try {
      home.promote();
      State old = state;
      state = restored;
      run = restored.run();
      holds.replaced(restored.compacted());
      old.close();
      recent.committed(null, restored.revision());
    } catch (IOException failed) {
      restored.close();
      throw failed;
    } finally {
      guard.writeLock().unlock();
    }
    home.sweep();
  }

  private State stage(Path directory) throws IOException {
    try {
      return stateIn(home.stage(directory), limits);
    } catch (IOException e) {
      // There may be no room: what is there already must not take it.
      home.sweep();
      throw e;
    }
  }

  @Override
  public void close() {
    guard.writeLock().lock();
    try {
      closed = true;
      state.close();
    } finally {
      guard.writeLock().unlock();
    }
  }
}
