package io.synod.node.journal;

import io.synod.core.Record;
import io.synod.core.RegisterRecord;
import io.synod.core.Value;
import io.synod.node.disk.NoSpaceException;
import io.synod.node.loop.Threads;
import io.synod.node.loop.Turns;
import io.synod.node.loop.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A journal at work. One worker writes: whatever has queued up since its last sync becomes one
 * batch. Another prepares and deletes segments, and watches the free space.
 */
public final class JournalWriter implements AutoCloseable {

  private final Journal journal;
  private final JournalOptions options;
  private final JournalListener listener;
  private final Worker writer;
  private final Worker keeper;

  private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicBoolean failed = new AtomicBoolean();
  private volatile boolean closing;
  private volatile boolean writerDone;
  private volatile boolean lacking;
  private volatile long trimTo;
  private volatile long trimRegistersTo;
  private long appended;

  /** Drained, but not written yet; the writer's own. */
  private @Nullable Entry held;

  private boolean full;

  private record Entry(Record record, long weight) {}

  /** What becomes the next batch, or has become it and is not durable yet; the writer's own. */
  private final List<Record> batch = new ArrayList<>();

  private long batchBytes;
  private long durable;

  /** Takes over a journal, which from now on is this one's to close. */
  public JournalWriter(
      Journal journal,
      JournalOptions options,
      Threads threads,
      String name,
      JournalListener listener) {
    this.journal = journal;
    this.options = options;
    this.listener = listener;
    this.writer = threads.worker(name + "-journal", this::writeTurn);
    this.keeper = threads.worker(name + "-journal-keeper", this::keepTurn);
  }

  /** Starts the workers. */
  public void start() {
    keeper.start();
    writer.start();
  }

  /**
   * Queues records, to be made durable as soon as the disk can. One thread at a time.
   *
   * @param records the next ones, in order; may be none
   * @return the number of the last record ever queued; they are counted from 1 on
   */
  public long append(List<Record> records) {
    for (int i = 0; i < records.size(); i++) {
      Record record = records.get(i);
      long weight = weight(record);
      queuedBytes.getAndAdd(weight);
      queue.add(new Entry(record, weight));
    }
    appended += records.size();
    if (!records.isEmpty()) {
      writer.wake();
    }
    return appended;
  }

  /** About how many bytes of records wait to become durable. Any thread. */
  public long queuedBytes() {
    return queuedBytes.get();
  }

  /**
   * The state machine holds the effects of every slot up to this one durably, and so many records
   * about registers are durable elsewhere, counted from the first one in the journal when it was
   * opened: segments without later ones are deleted, some time soon. Any thread.
   */
  public synchronized void trimTo(long slot, long registers) {
    if (slot > trimTo || registers > trimRegistersTo) {
      trimRegistersTo = Math.max(trimRegistersTo, registers);
      trimTo = Math.max(trimTo, slot);
      keeper.wake();
    }
  }

  /** The size of the journal's files. Any thread. */
  public long sizeBytes() {
    return journal.sizeBytes();
  }

  /** Writes what is queued, unless the disk is full or has failed, and ends the workers. */
  @Override
  public void close() {
    closing = true;
    writer.wake();
    writer.join();
    keeper.wake();
    keeper.join();
    try {
      journal.close();
    } catch (IOException e) {
      // What was written is durable; there is nothing left to lose.
      closing = true;
    }
  }

  private static long weight(Record record) {
    return switch (record) {
      case Record.Accepted accepted -> weight(accepted.values());
      case Record.Learned learned -> weight(learned.values());
      case Record.Register register -> weight(register.record());
      case Record.Promised _, Record.Chosen _, Record.Installed _ -> 32;
    };
  }

  private static long weight(RegisterRecord record) {
    return switch (record) {
      case RegisterRecord.Promised _ -> 128;
      case RegisterRecord.Accepted accepted -> 128 + accepted.value().weight();
    };
  }

  private static long weight(List<Value> values) {
    long sum = 32;
    for (int i = 0; i < values.size(); i++) {
      sum += values.get(i).weight();
    }
    return sum;
  }

  private long writeTurn() {
    long next = Turns.END;
    try {
      if (!failed.get()) {
        next = write();
      }
    } catch (IOException | RuntimeException | Error e) {
      fail("could not be written", e);
    }
    if (next == Turns.END) {
      writerDone = true;
    }
    return next;
  }

  private long write() throws IOException {
    if (batch.isEmpty()) {
      batchBytes = drain();
      if (batch.isEmpty()) {
        return closing ? Turns.END : Turns.UNTIL_WOKEN;
      }
    }
    if (!journal.write(batch)) {
      // Given up if there is no room and nobody waits any more.
      keeper.wake();
      return closing && lacking ? Turns.END : Turns.UNTIL_WOKEN;
    }
    if (journal.needsSpare()) {
      keeper.wake();
    }
    durable += batch.size();
    batch.clear();
    queuedBytes.getAndAdd(-batchBytes);
    if (!failed.get()) {
      listener.durable(durable);
    }
    return Turns.AGAIN;
  }

  private long drain() {
    long bytes = 0;
    while (true) {
      Entry entry = held == null ? queue.poll() : held;
      held = null;
      if (entry == null) {
        return bytes;
      }
      if (!batch.isEmpty() && bytes + entry.weight() > options.batchBytes()) {
        held = entry;
        return bytes;
      }
      batch.add(entry.record());
      bytes += entry.weight();
    }
  }

  private long keepTurn() {
    try {
      if (writerDone || failed.get()) {
        return Turns.END;
      }
      journal.trimTo(trimTo, trimRegistersTo);
      lacking = !prepared();
      if (!lacking || closing) {
        writer.wake();
      }
      report(lacking || journal.isSpaceLow());
      return options.checkMillis() * 1_000_000L;
    } catch (IOException | RuntimeException | Error e) {
      fail("could not prepare or delete a file", e);
      return Turns.END;
    }
  }

  private boolean prepared() throws IOException {
    try {
      journal.prepare();
      return true;
    } catch (NoSpaceException e) {
      return false;
    }
  }

  private void report(boolean now) {
    if (now != full && !failed.get()) {
      full = now;
      listener.full(now);
    }
  }

  private void fail(String what, Throwable e) {
    if (failed.compareAndSet(false, true)) {
      listener.failed(
          "The journal "
              + what
              + " ("
              + e.getMessage()
              + "), so this member stops: check the disk, then start it again.");
      writer.wake();
      keeper.wake();
    }
  }
}
