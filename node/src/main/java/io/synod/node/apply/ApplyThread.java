package io.synod.node.apply;

import io.synod.core.Bytes;
import io.synod.core.Effects.Chosen;
import io.synod.node.loop.Inbox;
import io.synod.node.requests.ReadGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The thread on which the state machine works: it takes all that waits, applies it in runs of
 * bounded size, and answers.
 */
public final class ApplyThread {

  /** A run ends here, so that those in it need not wait for a long one. */
  private static final long RUN_BYTES = 1L << 20;

  /**
   * How long values that nobody waits for may lie: to wake the thread for each would cost as much
   * as to apply it.
   */
  private static final long LEISURE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  private static final long NO_SPACE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private sealed interface Work {
    record Values(List<Chosen> values, long bytes) implements Work {}

    record Reads(ReadGroup group, long slot) implements Work {}

    record Checkpoint(Path directory, CompletableFuture<Long> slot) implements Work {}

    record Restore(Path directory, long snapshotSlot, CompletableFuture<Long> slot)
        implements Work {}

    record Stop() implements Work {}
  }

  private final Applier<?> applier;
  private final Inbox<Work> inbox = new Inbox<>();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicLong appliedBytes = new AtomicLong();
  private final Predicate<IOException> isNoSpace;
  private final Consumer<Throwable> onFailure;
  private final Thread thread;
  private volatile boolean noSpace;
  private volatile boolean stopping;
  private volatile boolean resting;
  private volatile boolean hurried;

  /**
   * A thread that is not started yet.
   *
   * @param isNoSpace whether an exception means that the disk is full, and waiting may help
   * @param onFailure called, on the thread, with what ends it
   */
  public ApplyThread(
      String name,
      Applier<?> applier,
      Predicate<IOException> isNoSpace,
      Consumer<Throwable> onFailure) {
    this.applier = applier;
    this.isNoSpace = isNoSpace;
    this.onFailure = onFailure;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  /** Starts. */
  public void start() {
    thread.start();
  }

  /**
   * Gives chosen values to be applied.
   *
   * @param awaited whether anybody may wait for them
   */
  public void values(List<Chosen> values, boolean awaited) {
    long bytes = 0;
    for (Chosen chosen : values) {
      bytes += chosen.value().weight();
    }
    queuedBytes.addAndGet(bytes);
    inbox.put(new Work.Values(values, bytes));
    if (awaited) {
      hurry();
    }
  }

  private void put(Work work) {
    inbox.put(work);
    hurry();
  }

  private void hurry() {
    hurried = true;
    if (resting) {
      LockSupport.unpark(thread);
    }
  }

  /** Lets reads proceed once a slot is applied. */
  public void read(ReadGroup group, long slot) {
    put(new Work.Reads(group, slot));
  }

  /** Writes a snapshot into a directory that does not exist yet; answers with its slot. */
  public CompletableFuture<Long> checkpoint(Path directory) {
    CompletableFuture<Long> slot = new CompletableFuture<>();
    put(new Work.Checkpoint(directory, slot));
    return slot;
  }

  /**
   * Replaces the state by a snapshot of this slot; answers with the slot where the state stands
   * then.
   */
  public CompletableFuture<Long> restore(Path directory, long snapshotSlot) {
    CompletableFuture<Long> slot = new CompletableFuture<>();
    put(new Work.Restore(directory, snapshotSlot, slot));
    return slot;
  }

  /** How many bytes of values wait to be applied. */
  public long queuedBytes() {
    return queuedBytes.get();
  }

  /** How many bytes of values were applied since the start. */
  public long appliedBytes() {
    return appliedBytes.get();
  }

  /** Whether the state cannot be written because the disk is full. */
  public boolean noSpace() {
    return noSpace;
  }

  /**
   * Ends the thread after what was given to it before, and waits for that; a state that finds no
   * room is given up.
   */
  public void stop() throws InterruptedException {
    stopping = true;
    put(new Work.Stop());
    LockSupport.unpark(thread);
    if (!thread.equals(Thread.currentThread()) && thread.isAlive()) {
      thread.join();
    }
  }

  private void run() {
    try {
      while (round(inbox.takeAll())) {
        rest();
        inbox.await(TimeUnit.SECONDS.toNanos(60));
      }
    } catch (Throwable e) {
      onFailure.accept(e);
    }
  }

  private void rest() {
    resting = true;
    if (!hurried) {
      LockSupport.parkNanos(this, LEISURE_NANOS);
    }
    resting = false;
    hurried = false;
  }

  private boolean round(List<Work> all) throws IOException {
    long run = 0;
    for (Work work : all) {
      switch (work) {
        case Work.Values values -> run = apply(values, run);
        case Work.Reads reads -> applier.await(reads.group(), reads.slot());
        case Work.Checkpoint checkpoint -> {
          commit();
          checkpoint(checkpoint);
        }
        case Work.Restore restore -> {
          commit();
          restore.slot().complete(applier.restore(restore.directory(), restore.snapshotSlot()));
        }
        case Work.Stop _ -> {
          commit();
          return false;
        }
      }
    }
    commit();
    return true;
  }

  private long apply(Work.Values values, long runSoFar) throws IOException {
    long run = runSoFar;
    for (Chosen chosen : values.values()) {
      applier.apply(chosen);
      run += chosen.value().weight();
      if (run >= RUN_BYTES) {
        commit();
        run = 0;
      }
    }
    queuedBytes.addAndGet(-values.bytes());
    appliedBytes.addAndGet(values.bytes());
    return run;
  }

  private void checkpoint(Work.Checkpoint checkpoint) {
    try {
      checkpoint.slot().complete(applier.checkpoint(checkpoint.directory()));
    } catch (IOException e) {
      // The snapshot is not there, but the state is whole: the one who asked has to cope.
      checkpoint.slot().completeExceptionally(e);
    }
  }

  private void commit() throws IOException {
    if (!applier.isUncommitted()) {
      return;
    }
    Map<String, Bytes> notes = applier.takeNotes();
    while (true) {
      try {
        applier.commit(notes);
        noSpace = false;
        return;
      } catch (IOException e) {
        if (!isNoSpace.test(e) || stopping) {
          throw e;
        }
        noSpace = true;
        LockSupport.parkNanos(this, NO_SPACE_PAUSE_NANOS);
      }
    }
  }
}
