package io.synod.members.map;

import io.synod.node.disk.Disk;
import io.synod.node.disk.DiskFile;
import io.synod.store.map.Batch;
import io.synod.store.map.Cursor;
import io.synod.store.map.Entries;
import io.synod.store.map.Family;
import io.synod.store.map.OrderedMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A map in memory, for one thread, whose flush writes all of it to a file. */
final class DiskMap implements OrderedMap {

  /** The file of a checkpoint. */
  static final String CHECKPOINT = "map";

  private final Disk directory;
  private final String file;
  private final Function<Path, Disk> places;
  private Entries entries = new Entries();
  private boolean changed;

  DiskMap(Disk directory, String file, Function<Path, Disk> places) {
    this.directory = directory;
    this.file = file;
    this.places = places;
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
      entries = Entries.readFrom(in);
    }
  }

  /** Writes an image, durable under its name on return. */
  void save(Disk to, String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      entries.writeTo(out);
      CRC32C crc = new CRC32C();
      crc.update(bytes.toByteArray());
      out.writeInt((int) crc.getValue());
    }
    to.replace(name, ByteBuffer.wrap(bytes.toByteArray()));
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
  public void write(Batch batch) {
    changed = true;
    entries.write(batch);
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
  public void reclaim(Family family, byte[] from, byte[] last) {
    // What is removed takes up no room.
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
}
