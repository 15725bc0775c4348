package io.synod.cli.local;

import io.synod.cli.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * The directory of {@code synod up}: says which cluster it belongs to, and that only one command
 * uses it.
 */
final class DataDirectory implements AutoCloseable {
  private static final String FILE = "cluster";

  private final FileChannel channel;

  private DataDirectory(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens the directory, and creates it where there is none.
   *
   * @throws Failure if it holds something else than this cluster, or is in use
   */
  static DataDirectory open(Path directory, int members, int clientPort) throws Failure {
    Path file = directory.resolve(FILE);
    String shape = "members=%d client-port=%d".formatted(members, clientPort);
    try {
      if (Files.exists(directory) && !Files.isDirectory(directory)) {
        throw Failure.failed(
            "%s is not a directory; name another with --data.".formatted(directory));
      }
      boolean fresh = !Files.exists(file);
      if (fresh && Files.exists(directory) && !empty(directory)) {
        throw Failure.failed(
            "%s holds other files than a cluster's; name an empty or new directory with --data."
                .formatted(directory));
      }
      Files.createDirectories(directory);
      FileChannel channel = lock(directory, file);
      String held = Files.readString(file).strip();
      if (held.isEmpty()) {
        held = shape;
        Files.writeString(file, shape + "\n");
      }
      if (!held.equals(shape)) {
        channel.close();
        throw Failure.failed(
            "%s holds a cluster with %s; start it with --%s, or name another directory with --data."
                .formatted(directory, held.replace(" ", " and "), held.replace(" ", " --")));
      }
      return new DataDirectory(channel);
    } catch (IOException e) {
      throw Failure.failed(
          "%s cannot be used (%s); name another directory with --data."
              .formatted(directory, Reason.of(e)));
    }
  }

  @Override
  public void close() throws Failure {
    try {
      channel.close();
    } catch (IOException e) {
      throw Failure.failed("The data directory cannot be closed: %s.".formatted(e.getMessage()));
    }
  }

  private static FileChannel lock(Path directory, Path file) throws IOException, Failure {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process, which is in use as well.
    }
    if (lock == null) {
      channel.close();
      throw Failure.failed(
          "%s is in use by a running `synod up`; stop that, or name another directory with --data."
              .formatted(directory));
    }
    return channel;
  }

  private static boolean empty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }
}
