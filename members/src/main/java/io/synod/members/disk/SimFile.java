package io.synod.members.disk;

import io.synod.node.disk.DiskFile;
import io.synod.node.disk.NoSpaceException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a simulated disk. */
final class SimFile implements DiskFile {

  private final SimDisk disk;
  private final SimDirectory directory;
  private final String name;
  private final Content content;
  private final int life;

  SimFile(SimDisk disk, SimDirectory directory, String name, Content content, int life) {
    this.disk = disk;
    this.directory = directory;
    this.name = name;
    this.content = content;
    this.life = life;
  }

  @Override
  public long size() throws IOException {
    disk.requireAlive(life);
    return content.size();
  }

  @Override
  public void read(ByteBuffer into, long position) throws IOException {
    disk.requireAlive(life);
    int from = (int) Math.min(position, content.size());
    into.put(content.live(), from, Math.min(into.remaining(), content.size() - from));
  }

  @Override
  public void write(ByteBuffer from, long position) throws IOException {
    disk.requireAlive(life);
    int length = from.remaining();
    if (position + length > content.size() && disk.fate.isFull()) {
      throw new NoSpaceException("The disk of " + directory.name() + " is full.");
    }
    if (from.hasArray()) {
      content.write(from.array(), from.arrayOffset() + from.position(), length, (int) position);
      from.position(from.limit());
    } else {
      byte[] bytes = new byte[length];
      from.get(bytes);
      content.write(bytes, 0, length, (int) position);
    }
    disk.changing(life);
  }

  @Override
  public void force() throws IOException {
    disk.requireAlive(life);
    disk.changing(life);
    if (disk.fate.syncFails()) {
      content.forceInPart(disk.chance);
      throw new IOException("Input/output error");
    }
    content.force();
    disk.fate.forced(directory.lastStep(), directory.nameOf(content, name), content.durable());
  }

  @Override
  public void close() {}
}
