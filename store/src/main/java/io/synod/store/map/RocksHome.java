package io.synod.store.map;

import io.synod.node.disk.RealDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory with one RocksDB database per generation of the state. The file {@code current} names
 * the one that counts, and is replaced in one step.
 */
public final class RocksHome implements MapHome {
  private static final String POINTER = "current";
  private static final String PREFIX = "state-";

  private final Path directory;
  private long current;
  private long staged;

  /**
   * A home in a directory, which is made if it does not exist.
   *
   * @param directory belongs to this home alone
   */
  public RocksHome(Path directory) {
    this.directory = directory;
  }

  @Override
  public OrderedMap open() throws IOException {
    Files.createDirectories(directory);
    current = readPointer();
    if (current == 0) {
      sweep();
      current = 1;
      RocksMap map = RocksMap.open(generation(current));
      point(current);
      return map;
    }
    if (!Files.isDirectory(generation(current))) {
      throw new IOException(
          "the store's directory "
              + generation(current)
              + " is missing; restore the member's data directory or remove all of it");
    }
    sweep();
    return RocksMap.open(generation(current));
  }

  @Override
  public OrderedMap stage(Path checkpoint) throws IOException {
    sweep();
    staged = current + 1;
    Path target = generation(staged);
    try {
      Files.move(checkpoint, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException otherFileSystem) {
      copy(checkpoint, target);
    }
    try (Stream<Path> files = Files.list(target)) {
      for (Path file : files.toList()) {
        RealDisk.force(file);
      }
    }
    RealDisk.force(target);
    RealDisk.force(directory);
    return RocksMap.open(target);
  }

  @Override
  public void promote() throws IOException {
    point(staged);
    current = staged;
  }

  @Override
  public void sweep() {
    try (Stream<Path> found = Files.list(directory)) {
      List<Path> stale =
          found
              .filter(path -> path.getFileName().toString().startsWith(PREFIX))
              .filter(path -> !path.equals(generation(current)))
              .toList();
      for (Path path : stale) {
        delete(path);
      }
    } catch (IOException | UncheckedIOException left) {
      // What is left takes up room until the next sweep, and does no other harm.
    }
  }

  private Path generation(long number) {
    return directory.resolve(PREFIX + number);
  }

  private long readPointer() throws IOException {
    Path pointer = directory.resolve(POINTER);
    String text;
    try {
      text = Files.readString(pointer).strip();
    } catch (NoSuchFileException none) {
      return 0;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException damaged) {
      throw new IOException(
          "the file "
              + pointer
              + " should hold a number but is damaged; write the number of the newest state-*"
              + " beside it",
          damaged);
    }
  }

  private void point(long number) throws IOException {
    Path fresh = directory.resolve(POINTER + ".new");
    Files.writeString(fresh, number + "\n");
    RealDisk.force(fresh);
    Files.move(fresh, directory.resolve(POINTER), StandardCopyOption.ATOMIC_MOVE);
    RealDisk.force(directory);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException failed)
              throws IOException {
            if (failed != null) {
              throw failed;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
