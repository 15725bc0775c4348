package io.synod.bench.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What the figures were measured on. */
public final class Machine {
  private Machine() {}

  /**
   * Describes processors, memory, kernel, file system and the time of one sync, in one line.
   *
   * @param directory where the members keep their data
   */
  public static String describe(Path directory) throws IOException {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
    long memory =
        Files.readAllLines(Path.of("/proc/meminfo")).stream()
            .filter(line -> line.startsWith("MemTotal:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElse(0);
    return "%d x %s, %d GiB of memory, Linux %s, %s; one 4 KiB append and fdatasync takes %.0f us (p50)"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            model,
            Math.round(memory / 1024.0 / 1024.0),
            System.getProperty("os.version").replaceAll("-.*", ""),
            Files.getFileStore(directory).type(),
            syncMicros(directory));
  }

  /** How many threads wanted to run in the last minute, on average. */
  public static double loadAverage() throws IOException {
    String line = Files.readString(Path.of("/proc/loadavg"));
    return Double.parseDouble(line.substring(0, line.indexOf(' ')));
  }

  private static double syncMicros(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, "synod-sync-", ".tmp");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long[] nanos = new long[300];
      for (int i = 0; i < nanos.length; i++) {
        long began = System.nanoTime();
        channel.write(ByteBuffer.allocate(4096));
        channel.force(false);
        nanos[i] = System.nanoTime() - began;
      }
      Arrays.sort(nanos);
      return nanos[nanos.length / 2] / 1e3;
    } finally {
      Files.delete(file);
    }
  }
}
