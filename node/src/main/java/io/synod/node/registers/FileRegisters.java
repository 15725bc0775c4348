package io.synod.node.registers;

import io.synod.core.Bytes;
import io.synod.node.disk.Disk;
import io.synod.node.disk.DiskFile;
import io.synod.node.disk.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A few registers, all of them in memory, and written to one file as a whole. Names are in the
 * order of their UTF-16 units, which is that of UTF-8 except beyond the basic plane.
 */
public final class FileRegisters implements RegisterStore {

  private static final String FILE = "registers";

  private final Disk room;
  private final TreeMap<String, Bytes> entries = new TreeMap<>();
  private boolean changed;

  private FileRegisters(Disk room) {
    this.room = room;
  }

  /**
   * Opens the store in a directory; see {@link RegisterStore.Opener#open}.
   *
   * @throws RefusedException if its file is damaged
   */
  public static FileRegisters open(Disk room) throws IOException {
    FileRegisters registers = new FileRegisters(room);
    if (room.list().contains(FILE)) {
      registers.read();
    }
    return registers;
  }

  private void read() throws IOException {
    ByteBuffer content;
    try (DiskFile file = room.open(FILE)) {
      content = ByteBuffer.allocate(Math.toIntExact(file.size()));
      file.read(content, 0);
    }
    content.flip();
    CRC32C crc = new CRC32C();
    int length = content.limit() - Long.BYTES;
    if (length >= 0) {
      crc.update(content.array(), 0, length);
    }
    if (length < 0 || content.getLong(length) != crc.getValue()) {
      throw new RefusedException(
          "The file "
              + room.name()
              + "/"
              + FILE
              + " is damaged, and with it what this member promised: restore the data directory"
              + " from a copy of the disk, or replace the member by a new one.");
    }
    content.limit(length);
    while (content.hasRemaining()) {
      String name = new String(bytes(content), StandardCharsets.UTF_8);
      entries.put(name, Bytes.wrap(bytes(content)));
    }
  }

  private static byte[] bytes(ByteBuffer content) {
    byte[] bytes = new byte[content.getInt()];
    content.get(bytes);
    return bytes;
  }

  @Override
  public synchronized @Nullable Bytes get(String name) {
    return entries.get(name);
  }

  @Override
  public synchronized void put(List<Entry> list) {
    for (Entry entry : list) {
      entries.put(entry.name(), entry.state());
      changed = true;
    }
  }

  @Override
  public void flush() throws IOException {
    ByteBuffer content = changes();
    if (content == null) {
      return;
    }
    try {
      room.replace(FILE, content);
    } catch (IOException e) {
      markChanged();
      throw e;
    }
  }

  private synchronized void markChanged() {
    changed = true;
  }

  private synchronized @Nullable ByteBuffer changes() throws IOException {
    if (!changed) {
      return null;
    }
    changed = false;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Map.Entry<String, Bytes> entry : entries.entrySet()) {
        byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
        out.writeInt(name.length);
        out.write(name);
        out.writeInt(entry.getValue().length());
        out.write(entry.getValue().array());
      }
      CRC32C crc = new CRC32C();
      crc.update(bytes.toByteArray());
      out.writeLong(crc.getValue());
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  @Override
  public synchronized List<Entry> list(String after, int most) {
    List<Entry> found = new ArrayList<>();
    SortedMap<String, Bytes> rest = after.isEmpty() ? entries : entries.tailMap(after, false);
    for (Map.Entry<String, Bytes> entry : rest.entrySet()) {
      if (found.size() == most) {
        break;
      }
      found.add(new Entry(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  @Override
  public void close() {}
}
