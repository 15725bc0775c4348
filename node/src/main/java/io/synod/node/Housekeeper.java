package io.synod.node;

import io.synod.node.apply.ApplyThread;
import io.synod.node.journal.JournalWriter;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the journal short: once enough was applied since the last time, makes the state machine
 * durable, and only then lets the journal forget what the state machine now holds by itself. A
 * thread of its own, because it waits for the disk.
 */
final class Housekeeper {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
  private static final long LOOK_MILLIS = 200;

  private final StateMachine<?> machine;
  private final ApplyThread apply;
  private final JournalWriter journal;
  private final LongSupplier appliedSlot;
  private final MemberConfig config;
  private final Predicate<IOException> isNoSpace;
  private final Consumer<Throwable> onFailure;
  private final Thread thread;
  private volatile long flushedSlot;
  private long flushedBytes;
  private final CountDownLatch stopping = new CountDownLatch(1);

  Housekeeper(
      String name,
      MemberConfig config,
      StateMachine<?> machine,
      ApplyThread apply,
      LongSupplier appliedSlot,
      JournalWriter journal,
      Predicate<IOException> isNoSpace,
      Consumer<Throwable> onFailure) {
    this.machine = machine;
    this.apply = apply;
    this.appliedSlot = appliedSlot;
    this.journal = journal;
    this.config = config;
    this.isNoSpace = isNoSpace;
    this.onFailure = onFailure;
    this.flushedSlot = machine.durableSlot();
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void stop() throws InterruptedException {
    stopping.countDown();
    if (!thread.equals(Thread.currentThread()) && thread.isAlive()) {
      thread.join();
    }
  }

  /** A slot up to which the state is known to be durable. Any thread. */
  long durableSlot() {
    return flushedSlot;
  }

  /** The state was replaced by a snapshot, durably. Any thread. */
  synchronized void restored(long slot) {
    flushedSlot = Math.max(flushedSlot, slot);
  }

  private void run() {
    while (true) {
      try {
        if (stopping.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
        if (isDue()) {
          flush();
        }
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        if (!(e instanceof IOException io) || !isNoSpace.test(io)) {
          onFailure.accept(e);
          return;
        }
        LOG.warn(
            "The state cannot be written because the disk is full; the journal keeps it until there"
                + " is room.");
      }
    }
  }

  private boolean isDue() {
    return apply.appliedBytes() - flushedBytes >= config.flushBytes()
        || appliedSlot.getAsLong() - flushedSlot >= config.flushSlots();
  }

  private void flush() throws IOException {
    long bytes = apply.appliedBytes();
    restored(machine.flush());
    flushedBytes = bytes;
    journal.trimTo(flushedSlot);
    LOG.debug("The state is durable up to slot {}.", flushedSlot);
  }
}
