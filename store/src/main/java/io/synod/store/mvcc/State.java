package io.synod.store.mvcc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.core.Bytes;
import io.synod.store.lease.Leases;
import io.synod.store.map.Batch;
import io.synod.store.map.Cursor;
import io.synod.store.map.Family;
import io.synod.store.map.OrderedMap;
import io.synod.store.watch.Events;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The committed state in one ordered map. One thread commits and takes snapshots; any thread reads
 * and flushes.
 *
 * <p>Invariants: 1. the map's {@code history} holds every event up to {@link #revision()} that can
 * be read at {@link #compacted()} or later, and {@code keys} one state for every key in it, at
 * least as new; 2. {@link #durableSlot()} is at most {@link #slot()}.
 */
public final class State implements AutoCloseable {
  /** As in etcd, a store without anything in it stands at revision 1. */
  private static final long FIRST_REVISION = 1;

  private static final long LARGEST_CACHE = 64 << 20;

  private final OrderedMap map;
  private final Batch batch;
  private final EntryCache cache =
      new EntryCache(Math.min(LARGEST_CACHE, Runtime.getRuntime().maxMemory() / 8));
  private final Scrubber scrubber;
  private final Leases leases;
  private volatile Map<String, Bytes> notes;
  private volatile long revision;
  private volatile long compacted;
  private volatile long slot;
  private volatile long durable;

  private State(
      OrderedMap map,
      Slice slice,
      Map<String, Bytes> notes,
      long revision,
      long compacted,
      long slot) {
    this.map = map;
    this.batch = map.batch();
    this.scrubber = new Scrubber(map, slice);
    this.compacted = compacted;
    this.leases = Leases.in(map);
    this.notes = notes;
    this.revision = revision;
    this.slot = slot;
    this.durable = slot;
  }

  /**
   * Reads where the state in a map stands.
   *
   * @param map as a flush left it; this state's from now on, unless the call fails
   * @param slice how much is removed at a time
   * @throws IOException if a newer version wrote it
   */
  public static State in(OrderedMap map, Slice slice) throws IOException {
    long format = Layout.number(map.get(Family.META, Layout.META_FORMAT), Layout.FORMAT);
    if (format > Layout.FORMAT) {
      throw new IOException(
          "the store has format "
              + format
              + ", written by a newer version of Synod, and this version reads up to "
              + Layout.FORMAT
              + "; start the newer version");
    }
    Map<String, Bytes> notes = new HashMap<>();
    byte[] end = Layout.NOTE.getBytes(UTF_8);
    end[end.length - 1]++;
    try (Cursor cursor = map.scan(Family.META, Layout.NOTE.getBytes(UTF_8), end)) {
      while (cursor.next()) {
        String name = new String(cursor.key(), UTF_8).substring(Layout.NOTE.length());
        notes.put(name, Bytes.wrap(cursor.value()));
      }
    }
    long revision = Layout.number(map.get(Family.META, Layout.META_REVISION), FIRST_REVISION);
    long slot = Layout.number(map.get(Family.META, Layout.META_SLOT), 0);
    long compacted =
        Layout.number(map.get(Family.META, Layout.META_COMPACTED), Keys.NEVER_COMPACTED);
    return new State(map, slice, Map.copyOf(notes), revision, compacted, slot);
  }

  /** The main revision of the newest committed event. */
  public long revision() {
    return revision;
  }

  /** The revision up to which the history is compacted, as {@link Keys#compacted()}. */
  public long compacted() {
    return compacted;
  }

  /** The slot of the last commit. */
  public long slot() {
    return slot;
  }

  /** The slot that a crash would leave, at least. */
  public long durableSlot() {
    return durable;
  }

  /** The notes of the last commit. */
  public Map<String, Bytes> notes() {
    return notes;
  }

  /** What is committed now, for any thread; later commits do not show. */
  public Keys keys() {
    return keys(Effort.whole());
  }

  /**
   * The same for a reader that may give up.
   *
   * @param effort when it does
   */
  public Keys keys(Effort effort) {
    return new CommittedKeys(map, cache, revision, this::compacted, effort);
  }

  /** Events to come, on top of what is committed. */
  public Run run() {
    return new Run(this::keys, leases.run());
  }

  /** The leases as they are committed; for any thread. */
  public Leases leases() {
    return leases;
  }

  /**
   * Commits a run and empties it.
   *
   * @param changed notes that changed
   * @throws IOException if nothing was committed; the run is as it was, and the call may be made
   *     again
   */
  public void commit(Run run, long newSlot, Map<String, Bytes> changed) throws IOException {
    batch.clear();
    for (Entry event : run.events()) {
      batch.put(Family.HISTORY, Layout.historyKey(event.mod()), Layout.event(event));
    }
    for (Entry newest : run.newest()) {
      batch.put(Family.KEYS, newest.key().toByteArray(), Layout.state(newest));
    }
    run.writeLeases(batch);
    changed.forEach(
        (name, note) -> batch.put(Family.META, (Layout.NOTE + name).getBytes(UTF_8), note.array()));
    if (run.compacted() > compacted) {
      batch.put(Family.META, Layout.META_COMPACTED, Layout.number(run.compacted()));
    }
    batch.put(Family.META, Layout.META_REVISION, Layout.number(run.revision()));
    batch.put(Family.META, Layout.META_SLOT, Layout.number(newSlot));
    batch.put(Family.META, Layout.META_FORMAT, Layout.number(Layout.FORMAT));
    map.write(batch);
    batch.clear();

    // The cache before the revision: whoever reads the new revision must not find older events in
    // the cache.
    for (Entry newest : run.newest()) {
      cache.put(newest);
    }
    if (!changed.isEmpty()) {
      Map<String, Bytes> all = new HashMap<>(notes);
      all.putAll(changed);
      notes = Map.copyOf(all);
    }
    revision = run.revision();
    compacted = run.compacted();
    slot = newSlot;
    run.committed();
  }

  /**
   * Reads events from the history in their order, whole revisions only.
   *
   * @param from the first revision
   * @param most about how many bytes to read
   */
  public Events events(long from, long most) {
    long end = revision;
    List<Entry> read = new ArrayList<>();
    long bytes = 0;
    byte[] stop = Layout.historyKey(new Revision(end + 1, 0));
    try (Cursor cursor = map.scan(Family.HISTORY, Layout.historyKey(new Revision(from, 0)), stop)) {
      while (cursor.next()) {
        Revision mod = Layout.revision(cursor.key());
        if (bytes > most && mod.main() > read.getLast().mod().main()) {
          return new Events(read, mod.main() - 1);
        }
        byte[] event = cursor.value();
        read.add(Layout.event(mod, event));
        bytes += event.length;
      }
    }
    return new Events(read, end);
  }

  /** Makes what is committed durable, and answers a slot that is. */
  public synchronized long flush() throws IOException {
    long committed = slot;
    if (committed > durable) {
      map.flush();
      durable = committed;
    }
    return durable;
  }

  /** Writes what is committed to a directory that does not exist yet. */
  public void checkpoint(Path directory) throws IOException {
    flush();
    map.checkpoint(directory);
  }

  /** Bytes taken up. */
  public long sizeBytes() {
    return map.sizeBytes();
  }

  /** Bytes taken up by what still counts. */
  public long sizeInUse() {
    return map.sizeInUse();
  }

  /**
   * A hash of all that can be read up to a revision, the same on all members that hold it. Reads
   * all of it.
   *
   * @param since the compacted revision, which the caller holds
   * @param upTo a main revision, not newer than the committed one
   */
  public int hash(long since, long upTo) {
    return new Digest(map, keys(), since, upTo).value();
  }

  /**
   * Removes a little of what compaction has made unreachable, between commits.
   *
   * @param holds who must not be disturbed
   */
  public Scrubbed scrub(Holds holds) throws IOException {
    long wanted = compacted;
    long allowed = holds.take(wanted);
    if (scrubber.slice(allowed)) {
      return Scrubbed.PARTLY;
    }
    return allowed < wanted ? Scrubbed.HELD : Scrubbed.ALL;
  }

  /** How far that is. */
  public enum Scrubbed {
    /** There is more. */
    PARTLY,
    /** There is more, which somebody still reads. */
    HELD,
    /** There is nothing left. */
    ALL
  }

  /** The compacted revision for which nothing is left to remove here. */
  public long scrubbed() {
    return scrubber.scrubbed();
  }

  /** Has the room of what was removed given back. */
  public void reclaim() {
    scrubber.reclaim();
  }

  @Override
  public void close() {
    batch.close();
    scrubber.close();
    map.close();
  }
}
