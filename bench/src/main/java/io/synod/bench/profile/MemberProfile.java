package io.synod.bench.profile;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches one member for a while: its threads' processor time and, on request, its methods. */
public final class MemberProfile {
  private final long pid;
  private final boolean sampled;
  private @Nullable ThreadTimes before;
  private @Nullable ThreadTimes spent;
  private @Nullable Samples samples;

  /**
   * A profile that has not begun.
   *
   * @param pid the member's process, a JVM
   * @param sampled whether to sample its methods too, which costs it a little
   */
  public MemberProfile(long pid, boolean sampled) {
    this.pid = pid;
    this.sampled = sampled;
  }

  /** Begins to sample methods, where that is wanted; takes about a second. */
  public void beginSampling() {
    if (!sampled) {
      return;
    }
    try {
      Path settings = settings();
      jcmd("JFR.start", "name=profile", "settings=" + settings);
      Files.delete(settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins to take the threads' time. */
  public void begin() {
    try {
      before = ThreadTimes.of(pid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends taking the threads' time. */
  public void end() {
    ThreadTimes began = before;
    if (began == null) {
      return;
    }
    try {
      spent = ThreadTimes.of(pid).since(began);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends sampling methods; takes about a second. */
  public void endSampling() {
    if (!sampled) {
      return;
    }
    try {
      Path recording = Files.createTempFile("synod-", ".jfr");
      jcmd("JFR.stop", "name=profile", "filename=" + recording);
      samples = Samples.read(recording);
      Files.delete(recording);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Prints what was seen.
   *
   * @param requests how many requests were served meanwhile, by all members
   * @param top how many lines of methods to print
   */
  public void print(PrintWriter out, long requests, int top) {
    ThreadTimes times = spent;
    if (times != null) {
      out.println("  processor time by threads, microseconds per request");
      times.micros().entrySet().stream()
          .filter(entry -> entry.getValue() > 0)
          .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
          .forEach(entry ->
              out.printf(
                  Locale.ROOT,
                  "  %8.2f  %s%n",
                  (double) entry.getValue() / requests,
                  entry.getKey()));
    }
    Samples seen = samples;
    if (seen != null) {
      shares(out, "by thread", seen.byThread(), seen.total(), top);
      shares(out, "by Synod's innermost method", seen.byOurFrame(), seen.total(), top);
      shares(out, "by innermost method", seen.byTopFrame(), seen.total(), top);
    }
  }

  private static void shares(
      PrintWriter out, String title, Map<String, Integer> counts, int total, int top) {
    out.printf("  %,d samples %s, percent%n", total, title);
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(top)
        .forEach(entry ->
            out.printf(
                Locale.ROOT, "  %8.1f  %s%n", 100.0 * entry.getValue() / total, entry.getKey()));
  }

  private static Path settings() throws IOException {
    Path file = Files.createTempFile("synod-", ".jfc");
    return Files.writeString(
        file,
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <configuration version="2.0">
          <event name="jdk.CPUTimeSample">
            <setting name="enabled">true</setting>
            <setting name="throttle">10 ms</setting>
            <setting name="stackTrace">true</setting>
          </event>
          <event name="jdk.ExecutionSample">
            <setting name="enabled">true</setting>
            <setting name="period">10 ms</setting>
          </event>
        </configuration>
        """);
  }

  private void jcmd(String... arguments) throws IOException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    List<String> command = new ArrayList<>(List.of(tool.toString(), Long.toString(pid)));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("jcmd on " + pid + " failed: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while jcmd ran", e);
    }
  }
}
