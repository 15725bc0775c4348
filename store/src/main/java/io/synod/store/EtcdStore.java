package io.synod.store;

import com.google.protobuf.Message;
import io.synod.core.Bytes;
import io.synod.node.apply.DurableMachine;
import io.synod.store.answer.Answer;
import io.synod.store.answer.Encoding;
import io.synod.store.answer.Room;
import io.synod.store.map.MapHome;
import io.synod.store.map.MemoryHome;
import io.synod.store.map.OrderedMap;
import io.synod.store.map.RocksHome;
import io.synod.store.mvcc.Effort;
import io.synod.store.mvcc.Entry;
import io.synod.store.mvcc.Keys;
import io.synod.store.mvcc.Revision;
import io.synod.store.mvcc.Run;
import io.synod.store.mvcc.State;
import io.synod.store.perform.Ranges;
import io.synod.store.perform.Requests;
import io.synod.store.perform.Transactions;
import io.synod.store.request.Commands;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.request.RequestCheck;
import io.synod.store.watch.Events;
import io.synod.store.watch.Recent;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.Member;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.ResponseHeader;
import io.synod.store.wire.TxnRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
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
  private static final long MOST_SORTED = 32 << 20;
  private static final long MOST_RECENT = 16 << 20;

  private final MapHome home;
  // Readers share it; whoever closes the map that they read from takes it alone.
  private final ReadWriteLock guard = new ReentrantReadWriteLock();
  private final Attributes attributes = new Attributes();
  private final Room sorting =
      new Room(Math.min(MOST_SORTED, Runtime.getRuntime().maxMemory() / 8));
  private final Recent recent;
  private volatile State state;
  private boolean closed;
  private Run run;

  private EtcdStore(MapHome home, State state) {
    this.home = home;
    this.state = state;
    this.run = state.run();
    this.recent =
        new Recent(state.revision(), Math.min(MOST_RECENT, Runtime.getRuntime().maxMemory() / 16));
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
    return new EtcdStore(home, stateIn(home.open()));
  }

  private static State stateIn(OrderedMap map) throws IOException {
    try {
      return State.in(map);
    } catch (IOException | RuntimeException failed) {
      map.close();
      throw failed;
    }
  }

  /**
   * Where the answer to a range is found, at what is committed now.
   *
   * @throws RefusedException if etcd would refuse it
   */
  public Answer range(RangeRequest request) throws RefusedException {
    RequestCheck.check(request);
    guard.readLock().lock();
    try {
      return Ranges.read(open().keys(), request);
    } finally {
      guard.readLock().unlock();
    }
  }

  /**
   * Where the answer to a transaction that only reads is found, at what is committed now.
   *
   * @return null if the effort was over before all comparisons were made
   * @throws RefusedException if etcd would refuse it
   * @throws IllegalArgumentException if it may write: see {@link RequestCheck#isReadOnly}
   */
  public @Nullable Answer txn(TxnRequest request, Effort effort) throws RefusedException {
    if (!RequestCheck.isReadOnly(request)) {
      throw new IllegalArgumentException("a transaction that writes must be proposed as a command");
    }
    RequestCheck.checkParts(request, Integer.MAX_VALUE);
    guard.readLock().lock();
    try {
      Answer answer = Transactions.read(open().keys(effort), request);
      return effort.isOver() ? null : answer;
    } finally {
      guard.readLock().unlock();
    }
  }

  /**
   * Works out how an answer is encoded. What it is about must be committed.
   *
   * @param header its header
   * @return null if the effort was over before
   * @throws RefusedException if it is not to be had
   */
  public @Nullable Encoding encode(Answer answer, ResponseHeader header, Effort effort)
      throws RefusedException {
    guard.readLock().lock();
    try {
      return Encoding.of(answer, header, open().keys(effort), effort, this::read, sorting);
    } finally {
      guard.readLock().unlock();
    }
  }

  private void read(Consumer<Keys> reader) {
    guard.readLock().lock();
    try {
      reader.accept(open().keys());
    } finally {
      guard.readLock().unlock();
    }
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

  /** Reads the event of a key before one of its revisions; null if it did not live then. */
  public @Nullable Entry before(Entry event) {
    guard.readLock().lock();
    try {
      Revision previous = event.read().previous();
      Entry entry = previous == null ? null : open().keys().event(event.key(), previous);
      return entry == null || entry.deleted() ? null : entry;
    } finally {
      guard.readLock().unlock();
    }
  }

  /** A hash of all that is committed. Reads the whole history. */
  public KvHash hashKv() {
    guard.readLock().lock();
    try {
      State hashed = state;
      long revision = hashed.revision();
      return new KvHash(hashed.hash(revision), revision);
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
      return stateIn(home.stage(directory));
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
