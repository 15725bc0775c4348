package io.synod.node.journal;

import io.synod.core.Record;
import io.synod.core.Value;
import io.synod.node.disk.NoSpaceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A journal at work. One thread writes: whatever has queued up since its last sync becomes one
 * batch. Another prepares and deletes segments, and watches the free space.
 */
public final class JournalWriter implements AutoCloseable {

  private final Journal journal;
  private final JournalOptions options;
  private final JournalListener listener;
  private final Sleeper writer;
  private final Sleeper keeper;

  private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicBoolean failed = new AtomicBoolean();
  private volatile boolean closing;
  private volatile boolean writerDone;
  private volatile boolean lacking;
  private volatile long trimTo;
  private long appended;

  /** Drained, but not written yet; the writing thread's own. */
  private @Nullable Entry held;

  private boolean full;

  private record Entry(Record record, long weight) {}

  /** Takes over a journal, which from now on is this one's to close. */
  public JournalWriter(
      Journal journal, JournalOptions options, String name, JournalListener listener) {
    this.journal = journal;
    this.options = options;
    this.listener = listener;
    this.writer = new Sleeper(name + "-journal", this::writeLoop);
    this.keeper = new Sleeper(name + "-journal-keeper", this::keepLoop);
  }

  /** Starts the threads. */
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
   * The state machine holds the effects of every slot up to this one durably: segments without
   * later slots are deleted, some time soon. Any thread.
   */
  public synchronized void trimTo(long slot) {
    if (slot > trimTo) {
      trimTo = slot;
      keeper.wake();
    }
  }

  /** The size of the journal's files. Any thread. */
  public long sizeBytes() {
    return journal.sizeBytes();
  }

  /** Writes what is queued, unless the disk is full or has failed, and ends the threads. */
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
      case Record.Promised _, Record.Chosen _, Record.Installed _ -> 32;
    };
  }

  private static long weight(List<Value> values) {
    long sum = 32;
    for (int i = 0; i < values.size(); i++) {
      sum += values.get(i).weight();
    }
    return sum;
  }

  private void writeLoop() {
    List<Record> batch = new ArrayList<>();
    long durable = 0;
    try {
      while (!failed.get()) {
        long bytes = drain(batch);
        if (batch.isEmpty()) {
          if (closing) {
            break;
          }
          writer.sleep(Long.MAX_VALUE);
        } else if (write(batch)) {
          durable += batch.size();
          batch.clear();
          queuedBytes.getAndAdd(-bytes);
          if (!failed.get()) {
            listener.durable(durable);
          }
        } else {
          break;
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      fail("could not be written", e);
    } finally {
      writerDone = true;
    }
  }

  private long drain(List<Record> batch) {
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

  // False if it was given up, because there is no room and nobody waits any more.
  private boolean write(List<Record> batch) throws IOException {
    while (!journal.write(batch)) {
      if (failed.get() || (closing && lacking)) {
        return false;
      }
      keeper.wake();
      writer.sleep(Long.MAX_VALUE);
    }
    if (journal.needsSpare()) {
      keeper.wake();
    }
    return true;
  }

  private void keepLoop() {
    try {
      while (!writerDone && !failed.get()) {
        journal.trimTo(trimTo);
        lacking = !prepared();
        if (!lacking || closing) {
          writer.wake();
        }
        report(lacking || journal.isSpaceLow());
        keeper.sleep(options.checkMillis() * 1_000_000L);
      }
    } catch (IOException | RuntimeException | Error e) {
      fail("could not prepare or delete a file", e);
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
