package io.synod.node.member;

import io.synod.node.apply.ApplyThread;
import io.synod.node.apply.DurableMachine;
import io.synod.node.journal.JournalWriter;
import io.synod.node.loop.Threads;
import io.synod.node.loop.Turns;
import io.synod.node.loop.Worker;
import io.synod.node.registers.RegisterKeeper;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the journal short: once enough was applied or stored since the last time, makes the state
 * machine and the registers durable, and only then lets the journal forget what they now hold by
 * themselves. A thread of its own, because it waits for the disk.
 */
final class Housekeeper {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final DurableMachine<?> machine;
  private final RegisterKeeper registers;
  private final ApplyThread apply;
  private final JournalWriter journal;
  private final LongSupplier appliedSlot;
  private final MemberPlan config;
  private final Predicate<IOException> isNoSpace;
  private final Consumer<Throwable> onFailure;
  private final Worker worker;
  private volatile long flushedSlot;
  private long flushedBytes;
  private volatile boolean stopping;

  Housekeeper(
      Threads threads,
      String name,
      MemberPlan config,
      DurableMachine<?> machine,
      RegisterKeeper registers,
      ApplyThread apply,
      LongSupplier appliedSlot,
      JournalWriter journal,
      Predicate<IOException> isNoSpace,
      Consumer<Throwable> onFailure) {
    this.machine = machine;
    this.registers = registers;
    this.apply = apply;
    this.appliedSlot = appliedSlot;
    this.journal = journal;
    this.config = config;
    this.isNoSpace = isNoSpace;
    this.onFailure = onFailure;
    this.flushedSlot = machine.durableSlot();
    this.worker = threads.worker(name, this::turn);
  }

  void start() {
    worker.start();
  }

  void stop() {
    stopping = true;
    worker.wake();
    worker.join();
  }

  /** A slot up to which the state is known to be durable. Any thread. */
  long durableSlot() {
    return flushedSlot;
  }

  /** The state was replaced by a snapshot, durably. Any thread. */
  synchronized void restored(long slot) {
    flushedSlot = Math.max(flushedSlot, slot);
  }

  private long turn() {
    if (stopping) {
      return Turns.END;
    }
    try {
      if (isDue()) {
        flush();
      }
    } catch (IOException | RuntimeException e) {
      if (!(e instanceof IOException io) || !isNoSpace.test(io)) {
        onFailure.accept(e);
        return Turns.END;
      }
      LOG.warn(
          "The state cannot be written because the disk is full; the journal keeps it until there"
              + " is room.");
    }
    return LOOK_NANOS;
  }

  private boolean isDue() {
    return bytes() - flushedBytes >= config.flushBytes()
        || appliedSlot.getAsLong() - flushedSlot >= config.flushSlots();
  }

  private long bytes() {
    return apply.appliedBytes() + registers.keptBytes();
  }

  private void flush() throws IOException {
    long bytes = bytes();
    restored(machine.flush());
    long records = registers.flush();
    flushedBytes = bytes;
    journal.trimTo(flushedSlot, records);
    LOG.debug("The state is durable up to slot {}.", flushedSlot);
  }
}
