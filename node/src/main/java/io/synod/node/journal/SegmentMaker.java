package io.synod.node.journal;

import io.synod.node.disk.Disk;
import io.synod.node.disk.DiskFile;
import io.synod.node.disk.NoSpaceException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Makes segment files and fills them with zeros, so that a later sync has only data to write and no
 * file size or extents.
 *
 * <p>A segment gets its name once its content is durable: under its name, none is ever half-made.
 */
final class SegmentMaker {

  private static final int CHUNK = 1 << 20;

  private final Disk disk;
  private final JournalIdentity identity;

  SegmentMaker(Disk disk, JournalIdentity identity) {
    this.disk = disk;
    this.identity = identity;
  }

  /**
   * Makes a segment, durable under its name on return; leaves nothing behind if it fails for want
   * of space.
   */
  Segment make(long number, long bytes, long floorBytes) throws IOException {
    checkRoom(bytes, floorBytes);
    String name = Layout.fileName(number);
    String unfinished = Layout.unfinished(name);
    DiskFile file = disk.create(unfinished);
    try {
      ByteBuffer header = ByteBuffer.allocate(Layout.FIRST_BATCH);
      Layout.writeSegmentHeader(header, identity, number);
      file.write(header, 0);
      fill(file, Layout.FIRST_BATCH, bytes);
      disk.rename(unfinished, name);
      disk.force();
    } catch (NoSpaceException e) {
      file.close();
      removeUnfinished();
      throw e;
    }
    return new Segment(number, file, bytes);
  }

  /** Makes a segment larger that has no batch yet. */
  void extend(Segment segment, long bytes, long floorBytes) throws IOException {
    checkRoom(bytes - segment.size, floorBytes);
    fill(segment.file, segment.size, bytes);
    segment.size = bytes;
  }

  /** Deletes what a crash left of a segment in the making. */
  void removeUnfinished() throws IOException {
    for (String file : disk.list()) {
      if (Layout.isUnfinished(file)) {
        disk.delete(file);
      }
    }
  }

  private void checkRoom(long bytes, long floorBytes) throws IOException {
    if (disk.freeBytes() < bytes + floorBytes) {
      throw new NoSpaceException(
          "The disk of "
              + disk.name()
              + " has too little room for the journal's next "
              + bytes
              + " bytes.");
    }
  }

  /** Writes zeros from one offset to another, durable on return. */
  static void fill(DiskFile file, long from, long to) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate(Math.clamp(to - from, 0, CHUNK));
    for (long at = from; at < to; at += CHUNK) {
      zeros.clear().limit((int) Math.min(CHUNK, to - at));
      file.write(zeros, at);
      file.force();
    }
  }
}
