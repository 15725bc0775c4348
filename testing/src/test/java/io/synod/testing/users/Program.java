package io.synod.testing.users;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A program that runs beside the test: what it says is read line by line as it says it. */
public final class Program implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  /**
   * How a program ended.
   *
   * @param status its exit status
   * @param out both of its outputs
   */
  public record Run(int status, String out) {}

  private final Process process;
  private final BufferedReader out;
  private final Writer in;

  private Program(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts it with both of its outputs as one; it finds nothing of etcd's in its environment. */
  public static Program start(ProcessBuilder builder) throws IOException {
    builder.environment().keySet().removeIf(name -> name.startsWith("ETCD_"));
    return new Program(builder.redirectErrorStream(true).start());
  }

  /** Whether a command is on the path. */
  public static boolean isInstalled(String command) throws IOException {
    try (Program which = start(new ProcessBuilder("sh", "-c", "command -v " + command))) {
      return which.end().status() == 0;
    }
  }

  /** Writes to its standard input. */
  public void say(String text) throws IOException {
    in.write(text);
    in.flush();
  }

  /** The next line that it writes, however long that takes. */
  public String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new AssertionError("The program has ended and says no more.");
    }
    return line;
  }

  /** The next lines that it writes. */
  public List<String> lines(int count) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(line());
    }
    return lines;
  }

  /** Says that there is no more input, and waits for its end. */
  public Run end() throws IOException {
    in.close();
    StringBuilder rest = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      rest.append(line).append('\n');
    }
    return new Run(status(), rest.toString());
  }

  /** Waits until it has ended by itself. */
  public int status() throws IOException {
    try {
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("The program did not end.");
  }

  /** SIGINT, as by Ctrl-C; in a build in the background only those notice that ask for it. */
  public void interrupt() throws IOException {
    signal("INT");
  }

  /** SIGKILL: it has no time to clean up. */
  public void kill() throws IOException {
    signal("KILL");
  }

  private void signal(String name) throws IOException {
    String words = String.format(Locale.ROOT, "kill -%s %d", name, process.pid());
    try (Program kill = start(new ProcessBuilder("sh", "-c", words))) {
      if (kill.end().status() != 0) {
        throw new IOException("`" + words + "` failed.");
      }
    }
  }

  /** SIGKILL to it and to all that it has started. */
  public void stop() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    stop();
  }
}
