package io.synod.cli.local;

import io.synod.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code synod demo}. */
@Command(
    name = "demo",
    description =
        "Tell what a cluster does when its leader is killed, on a real one that is gone"
            + " afterwards.",
    footer = "Takes about ten seconds; uses free ports and a temporary directory.")
public final class DemoCommand implements Callable<Integer> {
  private static final int MEMBERS = 3;

  DemoCommand() {}

  @Override
  public Integer call() throws Failure, InterruptedException {
    Path directory = temporary();
    LocalCluster cluster =
        LocalCluster.on(Ports.find(2 * MEMBERS), directory, directory.getFileName().toString());
    Thread cleaner = new Thread(() -> clean(cluster, directory), "clean");
    Runtime.getRuntime().addShutdownHook(cleaner);
    try (Story story = new Story(cluster)) {
      story.tell();
    }
    return 0;
  }

  private static Path temporary() throws Failure {
    try {
      return Files.createTempDirectory("synod-demo-");
    } catch (IOException e) {
      throw Failure.failed("No temporary directory can be made: %s.".formatted(Reason.of(e)));
    }
  }

  private static void clean(LocalCluster cluster, Path directory) {
    cluster.stop();
    remove(directory);
  }

  /** Removes a directory with all that is in it. */
  static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.printf("synod: %s could not be removed: %s%n", directory, e.getMessage());
    }
  }
}
