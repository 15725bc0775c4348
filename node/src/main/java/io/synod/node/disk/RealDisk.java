package io.synod.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A directory of the operating system. */
public final class RealDisk implements Disk {

  private final Path directory;

  /** The files of a directory that exists. */
  public RealDisk(Path directory) {
    this.directory = directory;
  }

  /** Makes durable which entries a directory has. */
  public static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Override
  public DiskFile create(String file) throws IOException {
    try {
      return new RealFile(
          FileChannel.open(
              directory.resolve(file),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE_NEW));
    } catch (IOException e) {
      throw explained(e, 1);
    }
  }

  @Override
  public DiskFile open(String file) throws IOException {
    return new RealFile(
        FileChannel.open(
            directory.resolve(file), StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    try {
      Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw explained(e, 1);
    }
  }

  @Override
  public void delete(String file) throws IOException {
    Files.delete(directory.resolve(file));
  }

  @Override
  public void force() throws IOException {
    force(directory);
  }

  @Override
  public long freeBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  // The JDK tells a full disk from a broken one only by the system's text, which depends on the
  // locale.
  private IOException explained(IOException e, long wanted) throws IOException {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    boolean full = text.contains("no space left") || text.contains("quota") || freeBytes() < wanted;
    if (!full) {
      return e;
    }
    NoSpaceException noSpace = new NoSpaceException("The disk of " + directory + " is full.");
    noSpace.initCause(e);
    return noSpace;
  }

  private final class RealFile implements DiskFile {

    private static final int CHUNK = 1 << 20;

    private final FileChannel channel;

    RealFile(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    // In chunks, because the JDK keeps an off-heap buffer as large as the largest read into an
    // array.
    @Override
    public void read(ByteBuffer into, long position) throws IOException {
      int end = into.limit();
      long at = position;
      int count = 0;
      while (count >= 0 && into.position() < end) {
        into.limit(Math.min(end, into.position() + CHUNK));
        count = channel.read(into, at);
        at += count;
      }
      into.limit(end);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      long at = position;
      try {
        while (from.hasRemaining()) {
          at += channel.write(from, at);
        }
      } catch (IOException e) {
        throw explained(e, from.remaining());
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
