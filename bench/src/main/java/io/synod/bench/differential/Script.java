package io.synod.bench.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of calls, one a line. */
final class Script {
  private static final String HEAD =
      "# Revisions about %d are counted from the newest one, which that number stands for."
          .formatted(Relative.NEWEST);

  private Script() {}

  static void write(Path file, List<Step> steps) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEAD));
    steps.forEach(step -> lines.add(step.line()));
    Files.write(file, lines);
  }

  static List<Step> read(Path file) throws IOException {
    List<Step> steps = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        steps.add(Step.read(line));
      }
    }
    return steps;
  }
}
