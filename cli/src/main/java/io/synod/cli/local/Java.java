package io.synod.cli.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How to start another process of this very build. */
final class Java {
  private Java() {}

  /** The words that start {@code synod server}; its flags are to follow. */
  static List<String> server(Map<String, String> environment) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String run = System.getProperty("synod.run");
    if (run != null && Files.exists(Path.of(run, "server.args"))) {
      words.add("@" + Path.of(run, "server.args"));
    } else {
      words.addAll(
          List.of(
              "-XX:+UseSerialGC",
              "-Xmx192m",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "-cp",
              System.getProperty("java.class.path")));
    }
    String options = environment.getOrDefault("SYNOD_JAVA_OPTS", "").strip();
    if (!options.isEmpty()) {
      words.addAll(List.of(options.split("\\s+")));
    }
    words.add("io.synod.cli.Synod");
    words.add("server");
    return words;
  }
}
