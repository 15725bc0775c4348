package io.synod.examples.outside;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.core.Ballot;
import io.synod.node.Member;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** The library and what it stands on, as the jars that somebody elsewhere gets. */
final class Libraries {

  private Libraries() {}

  /** The jar of module core; made in the directory if there is none yet, as in {@code mvn test}. */
  static Path core(Path directory) throws Exception {
    return jar(Ballot.class, directory.resolve("synod-core.jar"));
  }

  /** The jar of module node, likewise. */
  static Path node(Path directory) throws Exception {
    return jar(Member.class, directory.resolve("synod-node.jar"));
  }

  private static Path jar(Class<?> type, Path made) throws Exception {
    Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (!Files.isDirectory(place)) {
      return place;
    }
    Path manifest = Files.writeString(made.resolveSibling("manifest"), "Multi-Release: true\n");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, UTF_8);
    String[] words = {
      "--create",
      "--file",
      made.toString(),
      "--manifest",
      manifest.toString(),
      "-C",
      place.toString(),
      "."
    };
    if (ToolProvider.findFirst("jar").orElseThrow().run(out, out, words) != 0) {
      throw new AssertionError("No jar of " + place + ": " + said.toString(UTF_8));
    }
    return made;
  }

  /** Both, and the libraries that they need to run. */
  static List<Path> all(Path directory) throws Exception {
    List<Path> all = new ArrayList<>(List.of(core(directory), node(directory)));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (Path.of(entry).getFileName().toString().matches("(netty|protobuf-java|slf4j)-.*\\.jar")) {
        all.add(Path.of(entry));
      }
    }
    return all;
  }
}
