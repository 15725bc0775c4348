package io.synod.node.directory;

import io.synod.node.disk.Disk;
import io.synod.node.disk.RealDisk;
import io.synod.node.disk.RefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A directory of the operating system, locked for this process. */
public final class RealPremises implements Premises {

  private static final String LOCK = "lock";

  private final Disk disk;
  private final FileChannel lockFile;
  private final FileLock lock;

  private RealPremises(Disk disk, FileChannel lockFile, FileLock lock) {
    this.disk = disk;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Takes a directory, or makes it with its missing parents.
   *
   * @throws RefusedException if it must not be used, because it is somebody else's or something
   *     else; nothing was changed
   */
  public static RealPremises take(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    checkUsable(absolute);
    makeDirectories(absolute);
    FileChannel lockFile = openLock(absolute);
    try {
      return new RealPremises(new RealDisk(absolute), lockFile, lock(absolute, lockFile));
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  private static void checkUsable(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    if (!Files.isDirectory(path)) {
      throw new RefusedException(
          "The data directory "
              + path
              + " is a file: name a directory, or one that does not exist yet.");
    }
    if (!Files.isWritable(path)) {
      throw notWritable(path);
    }
    Set<String> found = entries(path);
    if (!found.contains(MemberFile.NAME)) {
      found.remove(MemberFile.UNFINISHED);
      found.remove(LOCK);
      found.removeIf(entry -> DataDirectory.ROOMS.contains(entry) && isEmpty(path.resolve(entry)));
      if (!found.isEmpty()) {
        throw new RefusedException(
            "The directory "
                + path
                + " holds "
                + found.stream().sorted().findFirst().orElseThrow()
                + " but no "
                + MemberFile.NAME
                + ", so it is no data directory: name another one, or an empty one.");
      }
    }
  }

  private static Set<String> entries(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static boolean isEmpty(Path path) {
    try {
      return Files.isDirectory(path) && entries(path).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static void makeDirectories(Path path) throws IOException {
    Path parent = path.getParent();
    if (Files.isDirectory(path) || parent == null) {
      return;
    }
    makeDirectories(parent);
    try {
      Files.createDirectory(path);
    } catch (IOException e) {
      throw Files.isWritable(parent) ? e : notWritable(path);
    }
    RealDisk.force(parent);
  }

  private static RefusedException notWritable(Path path) {
    return new RefusedException(
        "The data directory "
            + path
            + " cannot be written to by this user: change its owner, or name another directory.");
  }

  private static FileChannel openLock(Path path) throws IOException {
    try {
      return FileChannel.open(
          path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw Files.isWritable(path) ? e : notWritable(path);
    }
  }

  private static FileLock lock(Path path, FileChannel lockFile) throws IOException {
    FileLock lock;
    try {
      lock = lockFile.tryLock();
    } catch (OverlappingFileLockException _) {
      lock = null;
    }
    if (lock == null) {
      throw new RefusedException(
          "The data directory "
              + path
              + " is in use by another process: stop that one first, or name another directory.");
    }
    return lock;
  }

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }
}
