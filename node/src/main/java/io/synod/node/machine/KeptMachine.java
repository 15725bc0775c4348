package io.synod.node.machine;

import io.synod.core.Bytes;
import io.synod.node.StateMachine;
import io.synod.node.apply.DurableMachine;
import io.synod.node.disk.Disk;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a user's state machine, which lives in memory: calls it from one thread at a time, writes
 * it to a file now and then, and applies each command of a session once.
 *
 * @param <M> the user's state machine
 */
public final class KeptMachine<M extends StateMachine> implements DurableMachine<Answer> {

  private static final int VERSION = 1;

  /** So long a flush waits for a run of commands to end; they end within milliseconds. */
  private static final long RUN_SECONDS = 5;

  private final M machine;
  private final Disk directory;
  private final Function<Path, Disk> disks;
  private final ClientSessions sessions = new ClientSessions();
  private final Map<String, Bytes> notes = new LinkedHashMap<>();

  /** Held while the file is written, and taken before the lock. */
  private final Object writing = new Object();

  /** Held by whoever calls the user's state machine, or looks at what belongs to it. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition committed = lock.newCondition();

  /** Commands were applied since the last commit. */
  private boolean running;

  /** The slot whose commands are being applied; the apply thread's own. */
  private long applying;

  private long slot;
  private long durableSlot;

  private KeptMachine(M machine, Disk directory, Function<Path, Disk> disks) {
    this.machine = machine;
    this.directory = directory;
    this.disks = disks;
  }

  /**
   * Opens the state in a directory.
   *
   * @param machine a new one, which has applied nothing
   * @param disks where directories are
   */
  public static <M extends StateMachine> KeptMachine<M> open(
      M machine, Path directory, Function<Path, Disk> disks) throws IOException {
    Disk disk = disks.apply(directory);
    KeptMachine<M> kept = new KeptMachine<>(machine, disk, disks);
    if (StateFile.isIn(disk)) {
      kept.read(disk);
    }
    return kept;
  }

  /** Looks at the state machine, between two commands. Any thread; waits for the one at work. */
  public <T extends @Nullable Object> T look(Function<? super M, ? extends T> query) {
    lock.lock();
    try {
      return query.apply(machine);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long durableSlot() {
    lock.lock();
    try {
      return durableSlot;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Map<String, Bytes> notes() {
    lock.lock();
    try {
      return Map.copyOf(notes);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void begin(long at) {
    applying = at;
  }

  @Override
  public Answer apply(Bytes command, boolean wanted) {
    Envelope envelope = Envelope.read(command);
    lock.lock();
    try {
      running = true;
      String session = envelope.session();
      return session == null
          ? new Answer.Result(apply(envelope.command()))
          : sessions.once(session, envelope.sequence(), () -> apply(envelope.command()));
    } finally {
      lock.unlock();
    }
  }

  private Bytes apply(Bytes command) {
    return Bytes.wrap(machine.apply(applying, command.array()));
  }

  @Override
  public void commit(long upTo, Map<String, Bytes> changed) {
    lock.lock();
    try {
      notes.putAll(changed);
      slot = upTo;
      running = false;
      committed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long flush() throws IOException {
    synchronized (writing) {
      long written;
      lock.lock();
      try {
        if (slot == durableSlot || !awaitCommit()) {
          return durableSlot;
        }
        written = slot;
        begin(directory);
      } finally {
        lock.unlock();
      }
      StateFile.finish(directory);
      lock.lock();
      try {
        durableSlot = written;
        return written;
      } finally {
        lock.unlock();
      }
    }
  }

  // What is written has to be what one slot left behind.
  private boolean awaitCommit() {
    long rest = TimeUnit.SECONDS.toNanos(RUN_SECONDS);
    try {
      while (running && rest > 0) {
        rest = committed.awaitNanos(rest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !running;
  }

  private void begin(Disk to) throws IOException {
    StateFile.begin(to, machine::snapshot, this::writeKept);
  }

  private void writeKept(OutputStream to) throws IOException {
    DataOutputStream out = new DataOutputStream(to);
    out.writeInt(VERSION);
    out.writeLong(slot);
    out.writeInt(notes.size());
    for (Map.Entry<String, Bytes> note : notes.entrySet()) {
      out.writeUTF(note.getKey());
      out.writeInt(note.getValue().length());
      out.write(note.getValue().array());
    }
    sessions.write(out);
    out.flush();
  }

  private void readKept(InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(from);
    int version = in.readInt();
    if (version != VERSION) {
      throw new IOException(
          "The state was written by another version of Synod, in format " + version + ".");
    }
    slot = in.readLong();
    notes.clear();
    for (int i = in.readInt(); i > 0; i--) {
      String name = in.readUTF();
      byte[] note = new byte[in.readInt()];
      in.readFully(note);
      notes.put(name, Bytes.wrap(note));
    }
    sessions.read(in);
  }

  @Override
  public void checkpoint(Path target) throws IOException {
    Disk disk = disks.apply(target);
    disk.make();
    lock.lock();
    try {
      begin(disk);
    } finally {
      lock.unlock();
    }
    StateFile.finish(disk);
  }

  @Override
  public void restore(Path source) throws IOException {
    synchronized (writing) {
      lock.lock();
      try {
        StateFile.copy(disks.apply(source), directory);
        StateFile.finish(directory);
        read(directory);
      } finally {
        lock.unlock();
      }
    }
  }

  private void read(Disk from) throws IOException {
    StateFile.read(from, machine::restore, this::readKept);
    durableSlot = slot;
  }

  @Override
  public void close() {}
}
