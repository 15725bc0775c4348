package io.synod.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What processes have cost so far, from Linux's /proc.
 *
 * @param cpuMicros user and system time of all their threads together, dead ones included
 * @param residentMiB the largest resident set of one of them now
 * @param peakMiB the largest resident set that one of them ever had
 */
public record ProcessCost(long cpuMicros, double residentMiB, double peakMiB) {
  private static final long MICROS_PER_TICK = 10_000; // USER_HZ is 100 on every Linux of today
  private static final int UTIME = 11; // counted from the field after the command's name
  private static final int STIME = 12;

  /**
   * Reads what the processes have cost.
   *
   * @param pids processes that run
   * @throws IOException if one of them does not run any more
   */
  public static ProcessCost of(List<Long> pids) throws IOException {
    long cpu = 0;
    double resident = 0;
    double peak = 0;
    for (long pid : pids) {
      Path proc = Path.of("/proc", Long.toString(pid));
      cpu += cpuMicros(Files.readString(proc.resolve("stat")));
      List<String> status = Files.readAllLines(proc.resolve("status"));
      resident = Math.max(resident, mebibytes(status, "VmRSS:"));
      peak = Math.max(peak, mebibytes(status, "VmHWM:"));
    }
    return new ProcessCost(cpu, resident, peak);
  }

  /**
   * Returns the user and system time in a line of /proc/PID/stat or /proc/PID/task/TID/stat.
   *
   * @param stat the line; the command's name in it may contain blanks and parentheses
   */
  public static long cpuMicros(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * MICROS_PER_TICK;
  }

  private static double mebibytes(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
