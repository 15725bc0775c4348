package io.synod.cli.faults;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * What members are started from: Synod as it stands on the test's class path, with an archive of
 * its classes as loaded, which the first use makes. A start then takes two thirds of the time.
 */
final class Image {

  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          // The JVM complains of options that keep it from using all of an archive.
          "-Xlog:disable",
          "-Xmx128m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final class Made {
    static final List<String> WORDS = make();
  }

  private Image() {}

  /** The words that start {@code synod server}; its flags are to follow. */
  static List<String> words() {
    return Made.WORDS;
  }

  private static List<String> make() {
    String classPath = System.getProperty("java.class.path");
    try {
      Path directory = Files.createTempDirectory("synod-image-");
      Path jar = directory.resolve("cli.jar");
      Path archive = directory.resolve("members.jsa");
      for (Path made : List.of(directory, jar, archive)) {
        made.toFile().deleteOnExit(); // the last comes first
      }
      List<String> jars = jars(classPath, jar);
      if (!jars.isEmpty()) {
        String inJars = String.join(File.pathSeparator, jars);
        train(directory, words("-XX:ArchiveClassesAtExit=" + archive, inJars));
        return words(
            Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-Xshare:auto", inJars);
      }
    } catch (IOException | InterruptedException | URISyntaxException e) {
      throw new AssertionError("No archive of classes could be made.", e);
    }
    return words("-Xshare:auto", classPath);
  }

  private static List<String> words(String option, String classPath) {
    List<String> words = new ArrayList<>(JAVA);
    words.addAll(List.of(option, "-cp", classPath, "io.synod.cli.Synod", "server"));
    return words;
  }

  /** The class path without tests, Synod's command in a jar; empty if other modules are in none. */
  private static List<String> jars(String classPath, Path jar)
      throws IOException, URISyntaxException {
    Path tests = location(Image.class);
    Path command = location(io.synod.cli.Synod.class);
    List<String> jars = new ArrayList<>();
    for (String entry : List.of(classPath.split(File.pathSeparator))) {
      Path path = Path.of(entry).toAbsolutePath();
      if (path.equals(command) && Files.isDirectory(path)) {
        pack(path, jar);
        jars.add(jar.toString());
      } else if (Files.isRegularFile(path)) {
        jars.add(entry);
      } else if (Files.isDirectory(path) && !path.equals(tests)) {
        return List.of();
      }
    }
    return jars;
  }

  private static Path location(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> files = Files.walk(classes)) {
      for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        Files.copy(each, out);
        out.closeEntry();
      }
    }
  }

  /** A member's life from start to end, at which the JVM writes the archive. */
  private static void train(Path directory, List<String> words)
      throws IOException, InterruptedException {
    Path data = directory.resolve("data");
    Path log = directory.resolve("log");
    Node node = new Node("s1", Processes.freePort(), Processes.freePort(), data, log);
    node.program(words);
    node.flags(List.of("--initial-cluster=s1=" + node.peerUrl()));
    node.start();
    try {
      Await.until("a member has begun", () -> !node.status().leader().isEmpty());
      node.stop();
      var _ = node.exitStatus();
    } finally {
      node.kill();
    }
    Processes.remove(data);
    Files.delete(log);
  }
}
