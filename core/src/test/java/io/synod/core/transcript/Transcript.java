package io.synod.core.transcript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One transcript: a file of commands, the story around them, and the trace below each. */
final class Transcript {

  private static final String INDENT = "  ";

  private @Nullable Stage stage;

  /** Plays the commands of a file and returns what the file should say. */
  static String play(Path file) throws IOException {
    Transcript transcript = new Transcript();
    List<String> played = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.startsWith(INDENT)) {
        continue;
      }
      played.add(line);
      if (!line.isBlank() && !line.startsWith("#")) {
        try {
          transcript
              .command(List.of(line.strip().split(" +")))
              .forEach(said -> played.add(INDENT + said));
        } catch (IllegalArgumentException
            | IllegalStateException
            | IndexOutOfBoundsException broken) {
          throw new AssertionError(file.getFileName() + ", line " + number + ": " + line, broken);
        }
      }
    }
    return String.join("\n", played) + "\n";
  }

  private List<String> command(List<String> words) {
    switch (words.getFirst()) {
      case "cluster" ->
          stage = new World(Integer.parseInt(words.get(1)), words.subList(2, words.size()));
      case "decree" -> stage = new Decree(Integer.parseInt(words.get(1)));
      default -> {
        if (stage == null) {
          throw new IllegalArgumentException("A transcript begins with `cluster N` or `decree N`.");
        }
        return stage.play(words);
      }
    }
    return List.of();
  }
}
