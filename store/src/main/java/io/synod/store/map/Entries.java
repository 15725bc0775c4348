package io.synod.store.map;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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
 * The entries of all families in memory: what maps without RocksDB consist of. Threads as {@link
 * OrderedMap} allows them.
 */
public final class Entries {

  private final Map<Family, ConcurrentNavigableMap<byte[], byte[]>> families =
      new EnumMap<>(Family.class);

  /** No entries. */
  public Entries() {
    for (Family family : Family.values()) {
      families.put(family, new ConcurrentSkipListMap<>(Arrays::compareUnsigned));
    }
  }

  /** Entries of their own with the same content. */
  public Entries copy() {
    Entries copy = new Entries();
    families.forEach((family, entries) -> copy.of(family).putAll(entries));
    return copy;
  }

  private ConcurrentNavigableMap<byte[], byte[]> of(Family family) {
    ConcurrentNavigableMap<byte[], byte[]> entries = families.get(family);
    if (entries == null) {
      throw new IllegalStateException("There is no family " + family + ".");
    }
    return entries;
  }

  /** As {@link OrderedMap#get}. */
  public byte @Nullable [] get(Family family, byte[] key) {
    return of(family).get(key);
  }

  /** As {@link OrderedMap#scan}. */
  public Cursor scan(Family family, byte[] from, byte @Nullable [] end) {
    ConcurrentNavigableMap<byte[], byte[]> entries = of(family);
    if (end == null) {
      return new Walk(entries.tailMap(from));
    }
    return new Walk(Arrays.compareUnsigned(from, end) >= 0 ? Map.of() : entries.subMap(from, end));
  }

  /** A new, empty batch for {@link #write}. */
  public Batch batch() {
    return new Writes();
  }

  /** Does everything in a batch that {@link #batch} made. */
  public void write(Batch batch) {
    for (Write write : ((Writes) batch).list) {
      if (write.value == null) {
        of(write.family).remove(write.key);
      } else {
        of(write.family).put(write.key, write.value);
      }
    }
  }

  /** Writes an image of all entries. */
  public void writeTo(DataOutputStream out) throws IOException {
    for (Family family : Family.values()) {
      out.writeInt(of(family).size());
      for (Map.Entry<byte[], byte[]> entry : of(family).entrySet()) {
        out.writeInt(entry.getKey().length);
        out.write(entry.getKey());
        out.writeInt(entry.getValue().length);
        out.write(entry.getValue());
      }
    }
  }

  /** The entries of an image. */
  public static Entries readFrom(DataInputStream in) throws IOException {
    Entries read = new Entries();
    for (Family family : Family.values()) {
      for (int left = in.readInt(); left > 0; left--) {
        byte[] key = in.readNBytes(in.readInt());
        read.of(family).put(key, in.readNBytes(in.readInt()));
      }
    }
    return read;
  }

  /** How many bytes all keys and values have. */
  public long bytes() {
    long bytes = 0;
    for (ConcurrentNavigableMap<byte[], byte[]> entries : families.values()) {
      for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
        bytes += entry.getKey().length + entry.getValue().length;
      }
    }
    return bytes;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Write(Family family, byte[] key, byte @Nullable [] value) {}

  private static final class Writes implements Batch {
    private final List<Write> list = new ArrayList<>();

    @Override
    public void put(Family family, byte[] key, byte[] value) {
      list.add(new Write(family, key.clone(), value.clone()));
    }

    @Override
    public void remove(Family family, byte[] key) {
      list.add(new Write(family, key.clone(), null));
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

    Walk(Map<byte[], byte[]> entries) {
      this.entries = entries.entrySet().iterator();
    }

    @Override
    public boolean next() {
      current = entries.hasNext() ? entries.next() : null;
      return current != null;
    }

    private Map.Entry<byte[], byte[]> current() {
      Map.Entry<byte[], byte[]> entry = current;
      if (entry == null) {
        throw new IllegalStateException("The cursor stands on no entry.");
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
