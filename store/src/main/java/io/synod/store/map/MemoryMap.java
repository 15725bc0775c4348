package io.synod.store.map;

import io.synod.node.disk.RealDisk;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An ordered map in memory, for tests and simulation. It keeps what its last flush would have left
 * on a disk.
 */
final class MemoryMap implements OrderedMap {
  private static final String FILE = "entries";

  private final Entries entries;
  private Entries durable;

  private MemoryMap(Entries durable) {
    this.durable = durable;
    this.entries = durable.copy();
  }

  static MemoryMap empty() {
    return new MemoryMap(new Entries());
  }

  /** A map that holds what the last flush of this one would have left on a disk. */
  synchronized MemoryMap reopened() {
    return new MemoryMap(durable.copy());
  }

  @Override
  public byte @Nullable [] get(Family family, byte[] key) {
    return entries.get(family, key);
  }

  @Override
  public Cursor scan(Family family, byte[] from, byte @Nullable [] end) {
    return entries.scan(family, from, end);
  }

  @Override
  public Batch batch() {
    return entries.batch();
  }

  @Override
  public synchronized void write(Batch batch) {
    entries.write(batch);
  }

  @Override
  public synchronized void flush() {
    durable = entries.copy();
  }

  @Override
  public void checkpoint(Path directory) throws IOException {
    Entries flushed;
    synchronized (this) {
      flush();
      flushed = durable;
    }
    Files.createDirectory(directory);
    Path file = directory.resolve(FILE);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      flushed.writeTo(out);
    }
    RealDisk.force(file);
  }

  static MemoryMap read(Path directory) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(directory.resolve(FILE))))) {
      return new MemoryMap(Entries.readFrom(in));
    }
  }

  @Override
  public void reclaim(Family family, byte[] from, byte[] last) {
    // What is removed takes up no room.
  }

  @Override
  public long sizeBytes() {
    return entries.bytes();
  }

  @Override
  public long sizeInUse() {
    return sizeBytes();
  }

  @Override
  public void close() {}
}
