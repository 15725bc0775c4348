package io.synod.sim.transcript;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One transcript: commands, the story around them, and the trace below each. */
public final class Transcript {

  private static final String INDENT = "  ";

  private @Nullable Stage stage;

  private Transcript() {}

  /**
   * Plays the commands of a transcript, whose trace is not looked at.
   *
   * @return what the whole transcript should say
   * @throws IllegalArgumentException with a sentence for people, if a command is not understood, or
   *     if a checker accuses the members
   */
  public static String play(String text) {
    Transcript transcript = new Transcript();
    StringBuilder played = new StringBuilder();
    int number = 0;
    for (String line : Pieces.all(text, '\n')) {
      number++;
      if (line.startsWith(INDENT)) {
        continue;
      }
      played.append(line).append('\n');
      if (!line.isBlank() && !line.startsWith("#")) {
        try {
          for (String said : transcript.command(Pieces.words(line))) {
            played.append(INDENT).append(said).append('\n');
          }
        } catch (RuntimeException broken) {
          throw new IllegalArgumentException(
              "Line " + number + ", \"" + line + "\": " + broken.getMessage(), broken);
        }
      }
    }
    return played.toString();
  }

  private List<String> command(List<String> words) {
    List<String> rest = words.subList(1, words.size());
    switch (words.getFirst()) {
      case "cluster" -> stage = new Cluster(rest);
      case "decree" -> stage = new Decree(Integer.parseInt(rest.getFirst()));
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
