package io.synod.examples.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of lines with a guard, who stands where the file is and has never heard of consensus. Each
 * line bears the token of its writer, and the guard lets nobody in whose token is older than that
 * of the last line. Whoever is with the guard is there alone, whichever process it comes from.
 */
public final class GuardedFile {

  private final Path file;

  /** Guards a file, which is made with its first line. */
  public GuardedFile(Path file) {
    this.file = file;
  }

  /**
   * Appends a line.
   *
   * @return whether the guard let the writer in
   */
  public synchronized boolean append(long token, String line) throws IOException {
    Path door = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(door, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (token < 1 || token < newestToken()) {
        return false;
      }
      Files.writeString(
          file,
          token + " " + line + "\n",
          UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
      return true;
    }
  }

  private long newestToken() throws IOException {
    List<String> lines = lines();
    return lines.isEmpty() ? 0 : Long.parseLong(lines.getLast().split(" ", 2)[0]);
  }

  /** What the file holds, each line with its token before it. */
  public synchronized List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file, UTF_8) : List.of();
  }
}
