package io.synod.node.directory;

import io.synod.core.MemberId;
import io.synod.node.disk.RealDisk;
import io.synod.node.disk.RefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A member's data directory, locked for this process until it is closed.
 *
 * <p>It says whose it is in a text file, {@code member.properties}. The journal, the state machine
 * and snapshots have a subdirectory each.
 */
public final class DataDirectory implements AutoCloseable {

  private static final String LOCK = "lock";
  private static final List<String> ROOMS = List.of("journal", "state", "snapshots");

  private final Path path;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final MemberFile file;
  private MemberFile.Content content;

  private DataDirectory(
      Path path, FileChannel lockFile, FileLock lock, MemberFile file, MemberFile.Content content) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
    this.file = file;
    this.content = content;
  }

  /**
   * Opens a data directory, or makes one where there is nothing yet, and counts this boot. All of
   * it is durable on return.
   *
   * @param path where; its missing parents are made too
   * @param clusterId the cluster that it must belong to
   * @param member the member that it must belong to
   * @param name what people call the member; a new name replaces the old
   * @throws RefusedException if it must not be used; nothing was changed
   */
  public static DataDirectory open(Path path, long clusterId, MemberId member, String name)
      throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    checkUsable(absolute);
    makeDirectories(absolute);
    FileChannel lockFile = openLock(absolute);
    try {
      FileLock lock = lock(absolute, lockFile);
      MemberFile file = new MemberFile(new RealDisk(absolute));
      MemberFile.Content before = file.read();
      checkOwner(absolute, before, clusterId, member);
      MemberFile.Content now =
          before == null
              ? MemberFile.Content.first(clusterId, member, name)
              : before.nextBoot(name);
      for (String room : ROOMS) {
        makeDirectories(absolute.resolve(room));
      }
      file.write(now);
      return new DataDirectory(absolute, lockFile, lock, file, now);
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
      found.removeIf(entry -> ROOMS.contains(entry) && isEmpty(path.resolve(entry)));
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

  private static void checkOwner(
      Path path, MemberFile.@Nullable Content found, long clusterId, MemberId member)
      throws RefusedException {
    if (found == null) {
      return;
    }
    if (found.clusterId() != clusterId) {
      throw new RefusedException(
          "The data directory "
              + path
              + " belongs to cluster "
              + Long.toHexString(found.clusterId())
              + ", not to cluster "
              + Long.toHexString(clusterId)
              + ": name another directory, or start with the cluster's own members and token.");
    }
    if (!found.member().equals(member)) {
      throw new RefusedException(
          "The data directory "
              + path
              + " belongs to member "
              + found.member()
              + " ("
              + found.name()
              + "), not to member "
              + member
              + ": name this member's own directory.");
    }
  }

  /**
   * Where a file or directory of that name lies; {@code journal}, {@code state} and {@code
   * snapshots} exist.
   */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** How often a member was started here, this time included: from 1 on, never the same twice. */
  public long boot() {
    return content.boots();
  }

  /** A random number that was drawn when the directory was made. */
  public long incarnation() {
    return content.incarnation();
  }

  /** Whether {@link #markInitialized} was ever called: if so, a missing journal is a lost one. */
  public boolean initialized() {
    return content.initialized();
  }

  /** Notes, durably, that the journal exists. */
  public void markInitialized() throws IOException {
    if (!content.initialized()) {
      MemberFile.Content now = content.withJournal();
      file.write(now);
      content = now;
    }
  }

  /** Lets other processes in. */
  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }
}
