package io.synod.store.map;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * An ordered map in memory, for tests and simulation. It keeps what its last flush would have left
 * on a disk.
 */
final class MemoryMap implements OrderedMap {
  private static final String FILE = "entries";

  private final Map<Family, ConcurrentNavigableMap<byte[], byte[]>> families;
  private Map<Family, ConcurrentNavigableMap<byte[], byte[]>> durable;

  private MemoryMap(Map<Family, ConcurrentNavigableMap<byte[], byte[]>> durable) {
    this.durable = durable;
    this.families = copy(durable);
  }

  static MemoryMap empty() {
    return new MemoryMap(copy(Map.of()));
  }

  /** A map that holds what the last flush of this one would have left on a disk. */
  synchronized MemoryMap reopened() {
    return new MemoryMap(copy(durable));
  }

  private static Map<Family, ConcurrentNavigableMap<byte[], byte[]>> copy(
      Map<Family, ConcurrentNavigableMap<byte[], byte[]>> families) {
    Map<Family, ConcurrentNavigableMap<byte[], byte[]>> copy = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      ConcurrentNavigableMap<byte[], byte[]> entries =
          new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
      ConcurrentNavigableMap<byte[], byte[]> old = families.get(family);
      if (old != null) {
        entries.putAll(old);
      }
      copy.put(family, entries);
    }
    return copy;
  }

  private ConcurrentNavigableMap<byte[], byte[]> entries(Family family) {
    ConcurrentNavigableMap<byte[], byte[]> entries = families.get(family);
    if (entries == null) {
      throw new IllegalStateException("no family " + family);
    }
    return entries;
  }

  @Override
  public byte @Nullable [] get(Family family, byte[] key) {
    return entries(family).get(key);
  }

  @Override
  public Cursor scan(Family family, byte[] from, byte @Nullable [] end) {
    ConcurrentNavigableMap<byte[], byte[]> entries = entries(family);
    if (end != null && Arrays.compareUnsigned(from, end) >= 0) {
      return new Walk(Map.<byte[], byte[]>of().entrySet().iterator());
    }
    return new Walk(
        (end == null ? entries.tailMap(from) : entries.subMap(from, end)).entrySet().iterator());
  }

  @Override
  public Batch batch() {
    return new Writes();
  }

  @Override
  public synchronized void write(Batch batch) {
    for (Write write : ((Writes) batch).list) {
      entries(write.family).put(write.key, write.value);
    }
  }

  @Override
  public synchronized void flush() {
    durable = copy(families);
  }

  @Override
  public void checkpoint(Path directory) throws IOException {
    Map<Family, ConcurrentNavigableMap<byte[], byte[]>> flushed;
    synchronized (this) {
      flush();
      flushed = durable;
    }
    Files.createDirectory(directory);
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(directory.resolve(FILE))))) {
      for (Map.Entry<Family, ConcurrentNavigableMap<byte[], byte[]>> family : flushed.entrySet()) {
        out.writeInt(family.getValue().size());
        for (Map.Entry<byte[], byte[]> entry : family.getValue().entrySet()) {
          out.writeInt(entry.getKey().length);
          out.write(entry.getKey());
          out.writeInt(entry.getValue().length);
          out.write(entry.getValue());
        }
      }
    }
    try (FileChannel file = FileChannel.open(directory.resolve(FILE), StandardOpenOption.WRITE)) {
      file.force(true);
    }
  }

  static MemoryMap read(Path directory) throws IOException {
    MemoryMap map = empty();
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(directory.resolve(FILE))))) {
      for (Family family : Family.values()) {
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
          byte[] key = in.readNBytes(in.readInt());
          map.entries(family).put(key, in.readNBytes(in.readInt()));
        }
      }
    }
    map.flush();
    return map;
  }

  @Override
  public long sizeBytes() {
    long bytes = 0;
    for (ConcurrentNavigableMap<byte[], byte[]> entries : families.values()) {
      for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
        bytes += entry.getKey().length + entry.getValue().length;
      }
    }
    return bytes;
  }

  @Override
  public long sizeInUse() {
    return sizeBytes();
  }

  @Override
  public void close() {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Write(Family family, byte[] key, byte[] value) {}

  private static final class Writes implements Batch {
    private final List<Write> list = new ArrayList<>();

    @Override
    public void put(Family family, byte[] key, byte[] value) {
      list.add(new Write(family, key.clone(), value.clone()));
    }

    @Override
    public void clear() {
      list.clear();
    }

    @Override
    public void close() {}
  }

  private static final class Walk implements Cursor {
    private final Iterator<Map.Entry<byte[], byte[]>> entries;
    private Map.@Nullable Entry<byte[], byte[]> current;

    Walk(Iterator<Map.Entry<byte[], byte[]>> entries) {
      this.entries = entries;
    }

    @Override
    public boolean next() {
      current = entries.hasNext() ? entries.next() : null;
      return current != null;
    }

    private Map.Entry<byte[], byte[]> current() {
      Map.Entry<byte[], byte[]> entry = current;
      if (entry == null) {
        throw new IllegalStateException("the cursor stands on no entry");
      }
      return entry;
    }

    @Override
    public byte[] key() {
      return current().getKey();
    }

    @Override
    public byte[] value() {
      return current().getValue();
    }

    @Override
    public void close() {}
  }
}
