package io.synod.examples.writer;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** A {@link Writer}'s process, seen from the one that started it. */
final class Rival implements AutoCloseable {

  private final String name;
  private final Process process;
  private final PrintWriter orders;
  private final BufferedReader answers;

  Rival(String name, long id, Path directory, List<String> ports) throws IOException {
    this.name = name;
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                name,
                String.valueOf(id),
                directory.toString(),
                String.join(",", ports))
            .redirectError(log(directory))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    orders = new PrintWriter(process.outputWriter(), true);
    answers = process.inputReader();
  }

  private File log(Path directory) {
    return directory.resolve(name + ".log").toFile();
  }

  String name() {
    return name;
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  /** Gives an order, and does not wait for the answer. */
  void order(String order) {
    orders.println(order);
  }

  /** Waits for the answer to the oldest order that has none yet. */
  String answer() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException(name + " has ended; " + name + ".log beside the file says why.");
    }
    return answer;
  }

  /** SIGSTOP: all of the process stands still, and its connections stay open. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT: it goes on, and has not noticed anything. */
  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    String command = "kill -" + signal + " " + process.pid();
    if (new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor() != 0) {
      throw new IOException(name + " could not be sent SIG" + signal + ".");
    }
  }

  /** Kills it, paused or not. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
