package io.synod.members.map;

import io.synod.node.disk.Disk;
import io.synod.node.disk.DiskFile;
import io.synod.store.map.Batch;
import io.synod.store.map.Cursor;
import io.synod.store.map.Family;
import io.synod.store.map.OrderedMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A map in memory, for one thread, whose flush writes all of it to a file. */
final class DiskMap implements OrderedMap {

  /** The file of a checkpoint. */
  static final String CHECKPOINT = "map";

  private static final String UNFINISHED = "new-";

  private final Map<Family, NavigableMap<byte[], byte[]>> families = new EnumMap<>(Family.class);
  private final Disk directory;
  private final String file;
  private final Function<Path, Disk> places;
  private boolean changed;

  DiskMap(Disk directory, String file, Function<Path, Disk> places) {
    this.directory = directory;
    this.file = file;
    this.places = places;
    for (Family family : Family.values()) {
      families.put(family, new TreeMap<>(Arrays::compareUnsigned));
    }
  }

  private NavigableMap<byte[], byte[]> entries(Family family) {
    NavigableMap<byte[], byte[]> entries = families.get(family);
    if (entries == null) {
      throw new IllegalStateException("There is no family " + family + ".");
    }
    return entries;
  }

  /** Takes the content of an image. */
  void load(Disk from, String name) throws IOException {
    ByteBuffer image;
    try (DiskFile open = from.open(name)) {
      image = ByteBuffer.allocate((int) open.size());
      open.read(image, 0);
    }
    int length = image.capacity() - Integer.BYTES;
    CRC32C crc = new CRC32C();
    if (length >= 0) {
      crc.update(image.array(), 0, length);
    }
    if (length < 0 || image.getInt(length) != (int) crc.getValue()) {
      throw new IOException("The image " + from.name() + "/" + name + " is damaged.");
    }
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(image.array(), 0, length))) {
      for (Family family : Family.values()) {
        NavigableMap<byte[], byte[]> entries = entries(family);
        for (int i = in.readInt(); i > 0; i--) {
          byte[] key = in.readNBytes(in.readInt());
          entries.put(key, in.readNBytes(in.readInt()));
        }
      }
    }
  }

  /** Writes an image, durable under its name on return. */
  void save(Disk to, String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Family family : Family.values()) {
        NavigableMap<byte[], byte[]> entries = entries(family);
        out.writeInt(entries.size());
        for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
          out.writeInt(entry.getKey().length);
          out.write(entry.getKey());
          out.writeInt(entry.getValue().length);
          out.write(entry.getValue());
        }
      }
      CRC32C crc = new CRC32C();
      crc.update(bytes.toByteArray());
      out.writeInt((int) crc.getValue());
    }
    String unfinished = UNFINISHED + name;
    if (to.list().contains(unfinished)) {
      to.delete(unfinished);
    }
    try (DiskFile open = to.create(unfinished)) {
      open.write(ByteBuffer.wrap(bytes.toByteArray()), 0);
      open.force();
    }
    to.rename(unfinished, name);
    to.force();
  }

  @Override
  public byte @Nullable [] get(Family family, byte[] key) {
    return entries(family).get(key);
  }

  @Override
  public Cursor scan(Family family, byte[] from, byte @Nullable [] end) {
    NavigableMap<byte[], byte[]> entries = entries(family);
    if (end == null) {
      return new Walk(entries.tailMap(from, true));
    }
    return new Walk(Arrays.compareUnsigned(from, end) >= 0 ? Map.of() : entries.subMap(from, end));
  }

  @Override
  public Batch batch() {
    return new Writes();
  }

  @Override
  public void write(Batch batch) {
    changed = true;
    for (Write write : ((Writes) batch).list) {
      entries(write.family).put(write.key, write.value);
    }
  }

  @Override
  public void flush() throws IOException {
    if (changed) {
      save(directory, file);
      changed = false;
    }
  }

  @Override
  public void checkpoint(Path path) throws IOException {
    Disk to = places.apply(path);
    to.make();
    save(to, CHECKPOINT);
  }

  @Override
  public long sizeBytes() {
    return 0;
  }

  @Override
  public long sizeInUse() {
    return 0;
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
