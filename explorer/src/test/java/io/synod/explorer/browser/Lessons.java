package io.synod.explorer.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** The lessons that the page has. */
final class Lessons {

  private Lessons() {}

  /** Their names, in the order in which they are read. */
  static List<String> names() {
    try {
      return Files.readAllLines(Site.directory().resolve("lessons/index.txt")).stream()
          .filter(line -> line.contains(" | "))
          .map(line -> line.substring(0, line.indexOf(" | ")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
