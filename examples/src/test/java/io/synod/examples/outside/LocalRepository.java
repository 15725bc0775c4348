package io.synod.examples.outside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code mvn install} would make of the user's local repository, without touching it: a
 * directory of links to all that lies in there, with the library of this build beside it.
 */
final class LocalRepository {

  private LocalRepository() {}

  /** Makes it, where {@code mvn clean} removes it; the jars may come from a directory. */
  static Path make(Path jars) throws Exception {
    String known = System.getProperty("localRepository"); // by Surefire
    Path users =
        known == null ? Path.of(System.getProperty("user.home"), ".m2/repository") : Path.of(known);
    Path repository = Path.of("target/local-repository").toAbsolutePath();
    Files.createDirectories(repository.resolve("io/synod"));
    link(users, repository);
    link(users.resolve("io"), repository.resolve("io"));
    install(repository, "synod", Path.of("../pom.xml"));
    install(repository, "synod-core", Path.of("../core/pom.xml"), Libraries.core(jars));
    install(repository, "synod-node", Path.of("../node/pom.xml"), Libraries.node(jars));
    return repository;
  }

  /** Links to all in a directory that is not there yet. */
  private static void link(Path from, Path to) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        Path link = to.resolve(entry.getFileName());
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
          Files.createSymbolicLink(link, entry);
        }
      }
    }
  }

  private static void install(Path repository, String artifact, Path pom, Path... jar)
      throws IOException {
    String version = version(Files.readString(pom));
    Path home = repository.resolve("io/synod/" + artifact + "/" + version);
    Path name = Files.createDirectories(home).resolve(artifact + "-" + version);
    Files.copy(pom, Path.of(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
    for (Path file : jar) {
      Files.copy(file, Path.of(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The first version in a POM is its own or its parent's. */
  private static String version(String pom) {
    Matcher version = Pattern.compile("<version>(.*?)</version>").matcher(pom);
    if (!version.find()) {
      throw new AssertionError("No version in " + pom);
    }
    return version.group(1);
  }
}
