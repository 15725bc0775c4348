package io.synod.node.machine;

import io.synod.node.disk.Disk;
import io.synod.node.disk.DiskFile;
import io.synod.node.disk.RefusedException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A state in one file: what the user's state machine wrote, what its keeper wrote, and a footer
 * with the length of the first and a checksum over all that.
 */
final class StateFile {

  static final String NAME = "state";
  private static final String UNFINISHED = "state.new";
  private static final int FOOTER = 16;
  private static final int BUFFER = 1 << 16;

  private StateFile() {}

  /** Writes a part. */
  @FunctionalInterface
  interface Writer {
    void write(OutputStream out) throws IOException;
  }

  /** Reads a part. */
  @FunctionalInterface
  interface Reader {
    void read(InputStream in) throws IOException;
  }

  static boolean isIn(Disk directory) throws IOException {
    return directory.list().contains(NAME);
  }

  /** Writes beside the state that is there; nothing counts before {@link #finish}. */
  static void begin(Disk directory, Writer machine, Writer keeper) throws IOException {
    if (directory.list().contains(UNFINISHED)) {
      directory.delete(UNFINISHED);
    }
    try (DiskFile file = directory.create(UNFINISHED)) {
      Out out = new Out(file);
      CheckedOutputStream summed = new CheckedOutputStream(out, new CRC32C());
      writePart(machine, summed);
      long length = out.position;
      writePart(keeper, summed);
      ByteBuffer footer = ByteBuffer.allocate(FOOTER).putLong(length);
      summed.getChecksum().update(footer.array(), 0, Long.BYTES);
      footer.putLong(summed.getChecksum().getValue()).flip();
      file.write(footer, out.position);
    }
  }

  // A buffer of its own for each, because a user may close what was given to write to.
  private static void writePart(Writer part, OutputStream to) throws IOException {
    BufferedOutputStream buffered = new BufferedOutputStream(to, BUFFER);
    part.write(buffered);
    buffered.flush();
  }

  /** Writes what lies in another directory beside the state that is there, as {@link #begin}. */
  static void copy(Disk from, Disk to) throws IOException {
    if (to.list().contains(UNFINISHED)) {
      to.delete(UNFINISHED);
    }
    try (DiskFile source = from.open(NAME);
        DiskFile target = to.create(UNFINISHED)) {
      new In(source, 0, source.size()).transferTo(new Out(target));
    }
  }

  /** Makes what was written the state, durably. */
  static void finish(Disk directory) throws IOException {
    try (DiskFile file = directory.open(UNFINISHED)) {
      file.force();
    }
    directory.rename(UNFINISHED, NAME);
    directory.force();
  }

  /**
   * Reads a state.
   *
   * @throws RefusedException if it is damaged
   */
  static void read(Disk directory, Reader machine, Reader keeper) throws IOException {
    try (DiskFile file = directory.open(NAME)) {
      long end = file.size() - FOOTER;
      ByteBuffer footer = ByteBuffer.allocate(FOOTER);
      file.read(footer, Math.max(0, end));
      footer.flip();
      long length = end < 0 ? -1 : footer.getLong();
      if (length < 0 || length > end || footer.getLong() != checksum(file, end + Long.BYTES)) {
        throw new RefusedException(
            "The state in "
                + directory.name()
                + " is damaged: restore this member's data directory from a backup, or bring the"
                + " member back as a new one.");
      }
      machine.read(new BufferedInputStream(new In(file, 0, length), BUFFER));
      keeper.read(new BufferedInputStream(new In(file, length, end), BUFFER));
    }
  }

  private static long checksum(DiskFile file, long end) throws IOException {
    CheckedInputStream in = new CheckedInputStream(new In(file, 0, end), new CRC32C());
    byte[] buffer = new byte[BUFFER];
    while (in.read(buffer) > 0) {
      // Only the sum is wanted.
    }
    return in.getChecksum().getValue();
  }

  private static final class Out extends OutputStream {

    private final DiskFile file;
    private long position;

    Out(DiskFile file) {
      this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      file.write(ByteBuffer.wrap(bytes, from, length), position);
      position += length;
    }
  }

  private static final class In extends InputStream {

    private final DiskFile file;
    private final long end;
    private long position;

    In(DiskFile file, long from, long end) {
      this.file = file;
      this.position = from;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int count = (int) Math.min(length, end - position);
      if (count <= 0) {
        return length == 0 ? 0 : -1;
      }
      file.read(ByteBuffer.wrap(into, from, count), position);
      position += count;
      return count;
    }
  }
}
