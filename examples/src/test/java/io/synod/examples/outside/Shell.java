package io.synod.examples.outside;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command, as somebody types it; with the JDK that runs the tests. */
final class Shell implements AutoCloseable {

  private static final Pattern COUNTED = Pattern.compile("counted: ([0-9]+), read: [0-9]+");

  private final Process process;
  private final BufferedReader out;
  private final Path err;
  private final StringBuilder printed = new StringBuilder();

  /** Starts it in a directory. */
  Shell(Path directory, String command) throws IOException {
    err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec " + command);
    builder.directory(directory.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("MAVEN_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    process = builder.start();
    out = process.inputReader();
  }

  /** What the program of docs/embedding.md counted, once it has. */
  String counted() throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      printed.append(line).append('\n');
      Matcher counted = COUNTED.matcher(line);
      if (counted.matches()) {
        return counted.group(1);
      }
    }
    throw new AssertionError("It ended before it counted: " + all());
  }

  /** As somebody does who wants it to end. */
  void pressEnter() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().close();
  }

  /** Its exit status, when it has ended. */
  int status() throws Exception {
    out.lines().forEach(line -> printed.append(line).append('\n'));
    return process.waitFor();
  }

  /** What it printed, as far as it was read. */
  String printed() {
    return printed.toString();
  }

  /** The same, and what it said on standard error. */
  String all() throws IOException {
    return printed + Files.readString(err);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
