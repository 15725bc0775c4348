package io.synod.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory of the operating system. */
public final class RealDisk implements Disk {

  /** A multiple of the block sizes that file systems have; one with a larger size goes without. */
  private static final int BLOCK = 4096;

  /** Past the system's cache; null where the JDK has no such option. */
  private static final @Nullable OpenOption DIRECT = directOption();

  private final Path directory;

  /**
   * Buffers of files that were closed. Of its own, because the JDK would keep some of every size.
   */
  private final Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();

  /** The files of a directory that exists. */
  public RealDisk(Path directory) {
    this.directory = directory;
  }

  // By its name, because javac warns of every use of the type, and cannot be told not to.
  private static @Nullable OpenOption directOption() {
    try {
      for (Object option :
          Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants()) {
        if (option.toString().equals("DIRECT")) {
          return (OpenOption) option;
        }
      }
    } catch (ClassNotFoundException e) {
      // Then everything goes through the cache.
    }
    return null;
  }

  /** Makes durable what a file holds, or which entries a directory has. */
  public static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public Disk directory(String name) {
    return new RealDisk(directory.resolve(name));
  }

  @Override
  public void make() throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory);
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        force(parent);
      }
    }
  }

  @Override
  public void deleteAll() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public List<String> directories() throws IOException {
    return entries(Files::isDirectory);
  }

  @Override
  public List<String> list() throws IOException {
    return entries(Files::isRegularFile);
  }

  private List<String> entries(Predicate<Path> which) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(which).map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public DiskFile create(String file) throws IOException {
    try {
      return new RealFile(directory.resolve(file), StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw explained(e, 1);
    }
  }

  @Override
  public DiskFile open(String file) throws IOException {
    return new RealFile(directory.resolve(file));
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

  /**
   * Whole blocks are written past the system's cache where the file system can do that: it takes a
   * third of the processor time, and nobody reads them again soon.
   */
  private final class RealFile implements DiskFile {

    private static final int CHUNK = 1 << 18;

    private final Path file;
    private final FileChannel channel;

    /** Opened with the first whole block. */
    private @Nullable FileChannel direct;

    private boolean anyBlock;
    private @Nullable ByteBuffer scratch;

    RealFile(Path file, OpenOption... options) throws IOException {
      Set<OpenOption> all = new HashSet<>(List.of(options));
      all.add(StandardOpenOption.READ);
      all.add(StandardOpenOption.WRITE);
      this.file = file;
      this.channel = FileChannel.open(file, all);
    }

    private static @Nullable FileChannel direct(Path file) {
      try {
        return DIRECT == null || BLOCK % Files.getFileStore(file).getBlockSize() != 0
            ? null
            : FileChannel.open(file, StandardOpenOption.WRITE, DIRECT);
      } catch (IOException | UnsupportedOperationException e) {
        return null;
      }
    }

    // A short write leaves a rest that is no whole block, which then goes through the cache.
    private FileChannel writer(long position, int length) {
      if (position % BLOCK != 0 || length % BLOCK != 0) {
        return channel;
      }
      if (!anyBlock) {
        anyBlock = true;
        direct = direct(file);
      }
      FileChannel blocks = direct;
      return blocks == null ? channel : blocks;
    }

    private ByteBuffer scratch() {
      ByteBuffer known = scratch;
      if (known == null) {
        known = idle.poll();
        if (known == null) {
          known = ByteBuffer.allocateDirect(CHUNK + BLOCK).alignedSlice(BLOCK);
        }
        scratch = known;
      }
      return known;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
      long at = position;
      ByteBuffer part = scratch();
      for (int count = 0; count >= 0 && into.hasRemaining(); at += count) {
        part.clear().limit(Math.min(CHUNK, into.remaining()));
        count = channel.read(part, at);
        into.put(part.flip());
      }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      long at = position;
      try {
        while (from.hasRemaining()) {
          ByteBuffer part = scratch().clear();
          int length = Math.min(CHUNK, from.remaining());
          part.put(from.slice(from.position(), length)).flip();
          while (part.hasRemaining()) {
            at += writer(at, part.remaining()).write(part, at);
          }
          from.position(from.position() + length);
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
      if (scratch != null) {
        idle.add(scratch);
        scratch = null;
      }
      try (channel) {
        if (direct != null) {
          direct.close();
        }
      }
    }
  }
}
