package io.synod.node.apply;

import io.synod.core.Bytes;
import io.synod.core.Effects.Chosen;
import io.synod.node.loop.Inbox;
import io.synod.node.loop.Threads;
import io.synod.node.loop.Turns;
import io.synod.node.loop.Worker;
import io.synod.node.requests.ReadGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

  /**
   * How long it rests between two pieces of housekeeping, and how much has to be applied that they
   * may follow each other sooner: others need the processor too, and housekeeping may go on for
   * minutes.
   */
  private static final long TIDY_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  private static final long TIDY_BYTES = 16 << 10;

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
  private final Worker worker;

  /** Taken, but not done yet. The worker's own. */
  private final Deque<Work> todo = new ArrayDeque<>();

  /** The notes of a commit that found no room and is to be tried again. The worker's own. */
  private @Nullable Map<String, Bytes> uncommitted;

  /** How many bytes of values the run has so far. The worker's own. */
  private long run;

  /** Whether there is more to tidy, and how many bytes were applied since. The worker's own. */
  private boolean untidy;

  private long sinceTidy;

  private volatile boolean noSpace;
  private volatile boolean stopping;

  /** Whether whatever is put has to wake the worker. */
  private volatile boolean idle;

  /**
   * A thread that is not started yet.
   *
   * @param isNoSpace whether an exception means that the disk is full, and waiting may help
   * @param onFailure called, on the thread, with what ends it
   */
  public ApplyThread(
      Threads threads,
      String name,
      Applier<?> applier,
      Predicate<IOException> isNoSpace,
      Consumer<Throwable> onFailure) {
    this.applier = applier;
    this.isNoSpace = isNoSpace;
    this.onFailure = onFailure;
    this.worker = threads.worker(name, this::turn);
  }

  /** Starts. */
  public void start() {
    worker.start();
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
    if (awaited || idle) {
      worker.wake();
    }
  }

  private void put(Work work) {
    inbox.put(work);
    worker.wake();
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
   * then. Fails, and the state stays as it was, if there is no room for it.
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
  public void stop() {
    stopping = true;
    put(new Work.Stop());
    worker.join();
  }

  private long turn() {
    try {
      return round();
    } catch (Throwable e) {
      onFailure.accept(e);
      return Turns.END;
    }
  }

  private long round() throws IOException {
    if (uncommitted != null && !commit()) {
      return NO_SPACE_PAUSE_NANOS;
    }
    todo.addAll(inbox.takeAll());
    if (todo.isEmpty()) {
      long rest = tidy();
      idle = rest > LEISURE_NANOS;
      return inbox.isEmpty() ? rest : Turns.AGAIN;
    }
    if (idle) {
      idle = false;
    }
    for (Work work = todo.poll(); work != null; work = todo.poll()) {
      if (!perform(work)) {
        return NO_SPACE_PAUSE_NANOS;
      }
      if (work instanceof Work.Stop) {
        return Turns.END;
      }
    }
    if (!commit()) {
      return NO_SPACE_PAUSE_NANOS;
    }
    return untidy && sinceTidy < TIDY_BYTES ? TIDY_REST_NANOS : Math.min(tidy(), LEISURE_NANOS);
  }

  private long tidy() throws IOException {
    try {
      sinceTidy = 0;
      long rest = applier.tidy();
      untidy = rest == Turns.AGAIN;
      return untidy ? TIDY_REST_NANOS : rest;
    } catch (IOException e) {
      if (!isNoSpace.test(e)) {
        throw e;
      }
      return NO_SPACE_PAUSE_NANOS;
    }
  }

  // False if there was no room; what is left of the work is to be done again then.
  private boolean perform(Work work) throws IOException {
    return switch (work) {
      case Work.Values values -> apply(values);
      case Work.Reads reads -> {
        applier.await(reads.group(), reads.slot());
        yield true;
      }
      case Work.Checkpoint checkpoint -> committed(work) && checkpoint(checkpoint);
      case Work.Restore restore -> committed(work) && restore(restore);
      case Work.Stop _ -> committed(work);
    };
  }

  private boolean committed(Work before) throws IOException {
    if (commit()) {
      return true;
    }
    todo.addFirst(before);
    return false;
  }

  private boolean apply(Work.Values values) throws IOException {
    long bytes = 0;
    List<Chosen> all = values.values();
    for (int i = 0; i < all.size(); i++) {
      Chosen chosen = all.get(i);
      applier.apply(chosen);
      bytes += chosen.value().weight();
      run += chosen.value().weight();
      if (run >= RUN_BYTES && !commit()) {
        applied(bytes);
        todo.addFirst(new Work.Values(all.subList(i + 1, all.size()), values.bytes() - bytes));
        return false;
      }
    }
    applied(values.bytes());
    return true;
  }

  private void applied(long bytes) {
    queuedBytes.addAndGet(-bytes);
    appliedBytes.addAndGet(bytes);
    sinceTidy += bytes;
  }

  private boolean restore(Work.Restore restore) throws IOException {
    try {
      restore.slot().complete(applier.restore(restore.directory(), restore.snapshotSlot()));
    } catch (IOException e) {
      if (!isNoSpace.test(e)) {
        throw e;
      }
      // The state is the old one, and whole: the one who asked may try again.
      restore.slot().completeExceptionally(e);
    }
    return true;
  }

  private boolean checkpoint(Work.Checkpoint checkpoint) {
    try {
      checkpoint.slot().complete(applier.checkpoint(checkpoint.directory()));
    } catch (IOException e) {
      // The snapshot is not there, but the state is whole: the one who asked has to cope.
      checkpoint.slot().completeExceptionally(e);
    }
    return true;
  }

  // False if there was no room, and it is to be tried again.
  private boolean commit() throws IOException {
    Map<String, Bytes> notes = uncommitted;
    if (notes == null) {
      if (!applier.isUncommitted()) {
        run = 0;
        return true;
      }
      notes = applier.takeNotes();
    }
    try {
      applier.commit(notes);
      uncommitted = null;
      run = 0;
      noSpace = false;
      return true;
    } catch (IOException e) {
      if (!isNoSpace.test(e) || stopping) {
        throw e;
      }
      uncommitted = notes;
      noSpace = true;
      return false;
    }
  }
}
