package io.synod.bench.profile;

import io.synod.bench.cluster.ProcessCost;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Processor time of a process by kind of thread, from /proc/PID/task.
 *
 * @param micros by the threads' name, with numbers left out, so that the threads of one pool count
 *     as one
 */
record ThreadTimes(Map<String, Long> micros) {
  private static final String NUMBERS = "[-#0-9]+";

  static ThreadTimes of(long pid) throws IOException {
    Map<String, Long> micros = new TreeMap<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path task : tasks) {
        try {
          String name = kind(Files.readString(task.resolve("comm")).strip());
          long spent = ProcessCost.cpuMicros(Files.readString(task.resolve("stat")));
          micros.merge(name, spent, Long::sum);
        } catch (NoSuchFileException ended) {
          micros.merge("(ended)", 0L, Long::sum);
        }
      }
    }
    return new ThreadTimes(micros);
  }

  /** A thread's name without numbers. */
  static String kind(String name) {
    return name.replaceAll(NUMBERS, " ").strip();
  }

  /** What has been spent since an earlier time. */
  ThreadTimes since(ThreadTimes before) {
    Map<String, Long> spent = new HashMap<>();
    micros.forEach((name, now) -> spent.put(name, now - before.micros.getOrDefault(name, 0L)));
    return new ThreadTimes(spent);
  }
}
