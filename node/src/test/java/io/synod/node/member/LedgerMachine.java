package io.synod.node.member;

import io.synod.core.Bytes;
import io.synod.node.apply.DurableMachine;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A list of lines in memory, each command appending one; the answer says which line it became.
 * Durable after a flush.
 */
final class LedgerMachine implements DurableMachine<String> {

  private final Path directory;
  private final List<String> uncommitted = new ArrayList<>();
  private List<String> lines = new ArrayList<>();
  private Map<String, Bytes> notes = new LinkedHashMap<>();
  private long slot;
  private long durableSlot;

  /** Taken around each commit: a test that holds it stalls the state machine. */
  final Semaphore brake = new Semaphore(1);

  LedgerMachine(Path directory) throws IOException {
    this.directory = directory;
    Path state = directory.resolve("lines");
    if (Files.exists(state)) {
      load(state);
      durableSlot = slot;
    }
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public synchronized long durableSlot() {
    return durableSlot;
  }

  @Override
  public synchronized Map<String, Bytes> notes() {
    return Map.copyOf(notes);
  }

  @Override
  public @Nullable String apply(Bytes command, boolean wanted) {
    uncommitted.add(new String(command.array(), StandardCharsets.UTF_8));
    return wanted ? String.valueOf(lines.size() + uncommitted.size()) : null;
  }

  @Override
  public void commit(long upTo, Map<String, Bytes> changed) {
    brake.acquireUninterruptibly();
    synchronized (this) {
      lines.addAll(uncommitted);
      uncommitted.clear();
      notes.putAll(changed);
      slot = upTo;
    }
    brake.release();
  }

  @Override
  public synchronized long flush() throws IOException {
    save(directory.resolve("lines"));
    durableSlot = slot;
    return durableSlot;
  }

  @Override
  public void checkpoint(Path target) throws IOException {
    Files.createDirectory(target);
    save(target.resolve("lines"));
  }

  @Override
  public synchronized void restore(Path source) throws IOException {
    load(source.resolve("lines"));
    save(directory.resolve("lines"));
    durableSlot = slot;
  }

  private synchronized void save(Path file) throws IOException {
    Path temporary = file.resolveSibling("lines.new");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
      out.writeLong(slot);
      out.writeInt(notes.size());
      for (Map.Entry<String, Bytes> note : notes.entrySet()) {
        out.writeUTF(note.getKey());
        out.writeInt(note.getValue().length());
        out.write(note.getValue().array());
      }
      out.writeInt(lines.size());
      for (String line : lines) {
        out.writeUTF(line);
      }
    }
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private synchronized void load(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      slot = in.readLong();
      notes = new LinkedHashMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        String name = in.readUTF();
        notes.put(name, Bytes.wrap(in.readNBytes(in.readInt())));
      }
      lines = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        lines.add(in.readUTF());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
